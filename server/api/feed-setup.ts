/** What a hospital's HL7 v2 feed needs besides the map of its places: its connections, and a count now and then. */
import { createRoute, z } from '@hono/zod-openapi';
import { BED_STATES } from '#domain/occupancy/unit-count.ts';
import { UNIT_KINDS, type UnitKind } from '#domain/words.ts';
import type { ConnectionWire } from '#wire/feeds.ts';
import { answers, facilityGate, gate, jsonBody, pathId, resource } from './kit.ts';
import { refuseWrongUnits } from './feed-places.ts';
import { pageOf, pageQuery } from './pages.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { isoOut } from './schemas/capacity.ts';

const name = (most: number) => z.string().trim().max(most);
const bedCodes = z.record(z.string().min(1).max(20), z.enum(BED_STATES));

const connectionOrder = z.strictObject({
  facility: z.string().min(1).max(200),
  name: name(80).min(1),
  /** MSH-3 and MSH-4 of its messages. */
  application: name(200).min(1),
  sendingFacility: name(200),
  /** SHA-256 of the client certificate, hexadecimal, with or without colons; absent on a line that is safe by itself. */
  certificate: z
    .string()
    .transform((text) => text.replaceAll(':', '').toLowerCase())
    .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 fingerprint'))
    .nullable()
    .default(null),
  ackMode: z.enum(['auto', 'original']).default('auto'),
  moveOnUpdate: z.boolean().default(false),
  bedCodes: bedCodes.default({}),
});

const connectionOut = z
  .object({
    id: z.string(),
    facility: z.string(),
    name: z.string(),
    application: z.string(),
    sendingFacility: z.string(),
    certificate: z.string().nullable(),
    ackMode: z.enum(['auto', 'original']),
    moveOnUpdate: z.boolean(),
    bedCodes,
    createdAt: isoOut,
    revokedAt: isoOut.nullable(),
  })
  .openapi('Hl7Connection') satisfies z.ZodType<ConnectionWire>;

const staffed = z.partialRecord(z.enum(UNIT_KINDS), z.number().int().min(0).max(9_999));

const managed = { tags: ['feeds'], middleware: gate('feeds.manage') };

const listConnections = createRoute({
  ...managed,
  method: 'get',
  path: '/feeds/connections',
  summary: 'Systems that speak HL7 v2 to us, each bound to one facility',
  request: { query: z.object(pageQuery()) },
  responses: answers(200, 'Connections', z.array(connectionOut)),
});
const addConnection = createRoute({
  ...managed,
  method: 'post',
  path: '/feeds/connections',
  summary: 'Lets a system speak for a facility',
  request: { body: jsonBody(connectionOrder) },
  responses: answers(201, 'The connection', connectionOut),
});
const revokeConnection = createRoute({
  ...managed,
  method: 'delete',
  path: '/feeds/connections/{connection}',
  summary: 'It speaks no longer from now on',
  request: { params: z.object({ connection: pathId('connection') }) },
  responses: answers(200, 'It is revoked', z.object({ id: z.string() })),
});

export function feedSetup(parts: ApiParts) {
  const { feeds, deskParts } = parts;
  const params = z.object({ facility: pathId('facility') });
  const postCensus = createRoute({
    tags: ['feeds'],
    middleware: facilityGate(parts, 'unit.write'),
    method: 'post',
    path: '/facilities/{facility}/census',
    summary: 'Somebody counted: occupied beds by unit. What the feed had wrong is corrected',
    request: { params, body: jsonBody(z.strictObject({ occupied: staffed })) },
    responses: answers(
      200,
      'By how many the feed was wrong; above 0: it had too many',
      z.object({
        facility: z.string(),
        drift: z.partialRecord(z.enum(UNIT_KINDS), z.number().int()),
      }),
    ),
  });

  return resource()
    .openapi(listConnections, async (c) => {
      const page = c.req.valid('query');
      const all = await feeds.setup.connections();
      return c.json(
        pageOf(c, parts, page, all, (one) => [one.createdAt, one.id], 'descending'),
        200,
      );
    })
    .openapi(addConnection, async (c) => {
      const order = c.req.valid('json');
      if (!Object.hasOwn(deskParts.live.picture.facilities, order.facility))
        throw new ProblemError('UNKNOWN_FACILITY', { path: 'facility' });
      const made = await feeds.setup.addConnection(order);
      if (made === null) throw new ProblemError('CONNECTION_EXISTS', { path: 'application' });
      return c.json(made, 201);
    })
    .openapi(revokeConnection, async (c) => {
      const { connection } = c.req.valid('param');
      if (!(await feeds.setup.revokeConnection(connection)))
        throw new ProblemError('UNKNOWN_CONNECTION');
      return c.json({ id: connection }, 200);
    })
    .openapi(postCensus, async (c) => {
      const { facility } = c.req.valid('param');
      const { occupied } = c.req.valid('json');
      refuseWrongUnits(parts, facility, Object.keys(occupied) as UnitKind[], () => 'occupied');
      const drift = await feeds.setup.census(facility, occupied, c.var.who.principal);
      return c.json({ facility, drift }, 200);
    });
}
