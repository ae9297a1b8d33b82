/** Our picture in other people's words, through the caller's rights. The words are server/feeds' work. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { JSONValue } from 'hono/utils/types';
import { audienceOf } from '#domain/access/table.ts';
import { projectPicture } from '#domain/audience/project.ts';
import { iso } from '#domain/clock.ts';
import { EXPORTED } from '#wire/feeds.ts';
import { viewFacility, type FacilityWire } from '#wire/views.ts';
import { refsOfFacility } from '../desk/text-book.ts';
import { allow, gate, resource } from './kit.ts';
import { saw, seenOfRows } from './looks.ts';
import { logPeriod, scopeOf } from './log-scope.ts';
import { pageQuery, pathTo, placeOf, tellNext } from './pages.ts';
import { API_PATH, type ApiEnv, type ApiParts } from './parts.ts';
import { refuseUnknownPlaces } from './places-asked.ts';
import { ProblemError } from './problems.ts';

const FHIR_TYPE = 'application/fhir+json';
const MOST_EVENTS = 200;

const fhirAnswer = (description: string) => ({
  200: { description, content: { [FHIR_TYPE]: { schema: z.unknown() } } },
});

const metadata = createRoute({
  method: 'get',
  path: '/exports/fhir/metadata',
  tags: ['exports'],
  summary: 'What this server can do, as a CapabilityStatement',
  middleware: gate('picture.read'),
  responses: fhirAnswer('CapabilityStatement'),
});

const whose = z.object({
  facility: z.string().min(1).max(200).optional(),
  region: z.string().min(1).max(80).optional(),
});

const search = createRoute({
  method: 'get',
  path: '/exports/fhir/{type}',
  tags: ['exports'],
  summary:
    'Sites and units as Location, openness as HealthcareService, figures as MeasureReport, decisions as AuditEvent',
  middleware: gate('picture.read'),
  request: {
    params: z.object({
      type: z
        .string()
        .max(60)
        .openapi({ param: { name: 'type', in: 'path' }, enum: [...EXPORTED] }),
    }),
    query: whose.extend({
      from: logPeriod.from,
      to: logPeriod.to,
      cursor: pageQuery().cursor,
    }),
  },
  responses: fhirAnswer('Bundle of a search'),
});

const haveDocument = createRoute({
  method: 'get',
  path: '/exports/have',
  tags: ['exports'],
  summary: 'EDXL-HAVE 1.0, bare or in EDXL-DE; figures that are stale are left out',
  middleware: gate('picture.read'),
  request: {
    query: whose.extend({
      envelope: z.enum(['edxl-de']).optional().openapi({
        description: 'in EDXL-DE 1.0: Actual, or Exercise from an installation that is simulated',
      }),
    }),
  },
  responses: {
    200: {
      description: 'HospitalStatus',
      content: { 'application/xml': { schema: z.string() } },
    },
  },
});

export function exports(parts: ApiParts) {
  const { deskParts, feeds, decisionLog } = parts;
  const base = `${API_PATH}/exports/fhir`;
  return resource()
    .openapi(haveDocument, async (c) => {
      const { envelope, ...asked } = c.req.valid('query');
      const shown = await facilitiesFor(parts, c, asked);
      const hospitals = shown.filter((one) => one.kind.startsWith('hospital'));
      const sentAt = iso(deskParts.live.now());
      const bare = feeds.haveExport(hospitals, sentAt);
      const document =
        envelope === undefined ? bare : feeds.inEnvelope(bare, envelopeOf(parts, sentAt));
      return c.body(document, 200, { 'content-type': 'application/xml; charset=utf-8' });
    })
    .openapi(metadata, (c) => fhir(c, feeds.fhirExports.capability(iso(deskParts.live.now()))))
    .openapi(search, async (c) => {
      const { type } = c.req.valid('param');
      const { facility, region, cursor, from, to } = c.req.valid('query');
      const { principal } = c.var.who;
      if (!EXPORTED.some((one) => one === type)) throw new ProblemError('NOT_FOUND');
      const at = iso(deskParts.live.now());
      if (type === 'AuditEvent') {
        allow(principal, 'decisions.read');
        const place = placeOf(c, parts, cursor, z.string());
        const page = await decisionLog.query({
          scope: scopeOf(principal),
          limit: MOST_EVENTS,
          ...given({ facility, region, from, to }),
          ...(place === null ? {} : { cursor: place }),
        });
        await saw(parts, c, 'export', seenOfRows(c, page.rows));
        const next = tellNext(c, parts, page.next);
        return fhir(c, feeds.fhirExports.audit(page.rows, at, base, next && pathTo(c, next)));
      }
      const shown = await facilitiesFor(parts, c, { facility, region });
      return fhir(c, feeds.fhirExports.capacity(type as 'Location', shown, at, base));
    });
}

function envelopeOf({ access, deskParts, demo }: ApiParts, sentAt: string) {
  const host = new URL(access.trustedOrigins[0] ?? 'http://localhost').hostname;
  const status = demo ? ('Exercise' as const) : ('Actual' as const);
  return { id: deskParts.newId(), sender: `spoedkaart@${host}`, sentAt, status };
}

const fhir = (c: Context<ApiEnv>, body: unknown) =>
  c.json(body as JSONValue, 200, { 'content-type': FHIR_TYPE });

const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The facilities that are asked for, as the caller may see them now. */
export async function facilitiesFor(
  { deskParts: { live, texts } }: ApiParts,
  c: Context<ApiEnv>,
  asked: { facility?: string | undefined; region?: string | undefined },
): Promise<FacilityWire[]> {
  const audience = audienceOf(c.var.who.principal);
  const seen = projectPicture(live.picture, audience);
  refuseUnknownPlaces(seen, asked);
  const wanted = Object.values(seen.facilities).filter(
    (one) =>
      (asked.facility === undefined || one.id === asked.facility) &&
      (asked.region === undefined || one.region === asked.region),
  );
  const known = await texts.fetch(wanted.flatMap(refsOfFacility));
  const options = { now: live.now(), inbound: false, texts: known };
  return wanted.map((one) => viewFacility(one, options));
}
