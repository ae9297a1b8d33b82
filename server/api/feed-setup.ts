/** What a hospital's HL7 v2 feed needs: its connections, the map of its places with its staffed beds, and a count now and then. */
import { createRoute, z } from '@hono/zod-openapi';
import { parse } from 'csv-parse/sync';
import { BED_STATES } from '#domain/occupancy/unit-count.ts';
import { UNIT_KINDS, type UnitKind } from '#domain/words.ts';
import { delimiterOf } from '#wire/csv-delimiter.ts';
import type { ConnectionWire, PlaceWire } from '#wire/feeds.ts';
import { answers, facilityGate, gate, jsonBody, pathId, resource } from './kit.ts';
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

const place = z.strictObject({
  pointOfCare: name(200).min(1),
  room: name(200).default(''),
  bed: name(200).default(''),
  unit: z.enum(UNIT_KINDS).nullable().default(null),
  ignored: z.boolean().default(false),
});
const placeOut = z
  .object({
    pointOfCare: z.string(),
    room: z.string(),
    bed: z.string(),
    unit: z.enum(UNIT_KINDS).nullable(),
    ignored: z.boolean(),
    seen: z.number().int(),
    lastAt: isoOut.nullable(),
  })
  .openapi('FeedPlace') satisfies z.ZodType<PlaceWire>;
const staffed = z.partialRecord(z.enum(UNIT_KINDS), z.number().int().min(0).max(9_999));

const mapOut = z
  .object({ facility: z.string(), places: z.array(placeOut), staffed })
  .openapi('FeedMap');
const MOST_PLACES = 5_000;

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
  const ofFacility = (action: 'feeds.read' | 'feeds.manage' | 'unit.write') => ({
    tags: ['feeds'],
    middleware: facilityGate(parts, action),
  });
  const readMap = createRoute({
    ...ofFacility('feeds.read'),
    method: 'get',
    path: '/facilities/{facility}/places',
    summary: 'Which place of its system is which unit, and which were named and are not mapped',
    request: { params },
    responses: answers(200, 'The map', mapOut),
  });
  const putMap = createRoute({
    ...ofFacility('feeds.manage'),
    method: 'put',
    path: '/facilities/{facility}/places',
    summary: 'The whole map and the staffed beds of its units',
    request: {
      params,
      body: jsonBody(
        z.strictObject({ places: z.array(place).max(MOST_PLACES), staffed: staffed.default({}) }),
      ),
    },
    responses: answers(200, 'The map as it then stands', mapOut),
  });
  const putMapCsv = createRoute({
    ...ofFacility('feeds.manage'),
    method: 'put',
    path: '/facilities/{facility}/places.csv',
    summary:
      'The same from CSV: pointOfCare;room;bed;unit, unit a kind or "ignore"; all rows or none',
    request: {
      params,
      body: { required: true, content: { 'text/csv': { schema: z.string() } } },
    },
    responses: answers(200, 'The map as it then stands', mapOut),
  });
  const postCensus = createRoute({
    ...ofFacility('unit.write'),
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

  const unitsOf = (facility: string) =>
    deskParts.live.picture.facilities[facility]?.units.map((unit) => unit.kind) ?? [];
  const wrongUnits = (
    facility: string,
    kinds: readonly (UnitKind | null)[],
    path: (n: number) => string,
  ) => {
    const errors = kinds.flatMap((kind, n) =>
      kind === null || unitsOf(facility).includes(kind)
        ? []
        : [{ path: path(n), message: 'the facility has no such unit' }],
    );
    if (errors.length > 0) throw new ProblemError('VALIDATION', { errors: errors.slice(0, 50) });
  };
  const mapOf = async (facility: string) => ({
    facility,
    places: (await feeds.setup.places(facility)).map(({ ...row }) => row),
    staffed: await feeds.setup.staffed(facility),
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
    .openapi(readMap, async (c) => c.json(await mapOf(c.req.valid('param').facility), 200))
    .openapi(putMap, async (c) => {
      const { facility } = c.req.valid('param');
      const { places, staffed: beds } = c.req.valid('json');
      wrongUnits(
        facility,
        places.map((row) => row.unit),
        (n) => `places.${n}.unit`,
      );
      wrongUnits(facility, Object.keys(beds) as UnitKind[], () => 'staffed');
      await feeds.setup.saveMap(facility, places, beds);
      return c.json(await mapOf(facility), 200);
    })
    .openapi(putMapCsv, async (c) => {
      const { facility } = c.req.valid('param');
      const places = placesOfCsv(await c.req.text());
      wrongUnits(
        facility,
        places.map((row) => row.unit),
        (n) => `row ${n + 2}`,
      );
      await feeds.setup.saveMap(facility, places, await feeds.setup.staffed(facility));
      return c.json(await mapOf(facility), 200);
    })
    .openapi(postCensus, async (c) => {
      const { facility } = c.req.valid('param');
      const { occupied } = c.req.valid('json');
      wrongUnits(facility, Object.keys(occupied) as UnitKind[], () => 'occupied');
      const drift = await feeds.setup.census(facility, occupied, c.var.who.principal);
      return c.json({ facility, drift }, 200);
    });
}

/** Comma or semicolon, with or without a byte order mark; each row that cannot be used is named. */
function placesOfCsv(text: string): z.output<typeof place>[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, {
      ...{ bom: true, columns: true, trim: true, skip_empty_lines: true },
      delimiter: delimiterOf(text),
      to: MOST_PLACES + 1,
    });
  } catch {
    throw new ProblemError('MALFORMED_CSV');
  }
  const errors: { path: string; message: string }[] = [];
  if (rows.length > MOST_PLACES)
    errors.push({ path: `row ${MOST_PLACES + 2}`, message: `at most ${MOST_PLACES} rows` });
  const places = rows.slice(0, MOST_PLACES).flatMap((row, n) => {
    const { unit = '', pointOfCare, room, bed } = row;
    const ignored = /^(?:ignore|negeren)$/i.test(unit);
    const read = place.safeParse({
      ...{ pointOfCare, room, bed, ignored },
      unit: ignored || unit === '' ? null : unit,
    });
    if (read.success) return [read.data];
    const [issue] = read.error.issues;
    errors.push({
      path: `row ${n + 2}${issue === undefined ? '' : ` ${issue.path.join('.')}`}`,
      message: issue?.message ?? 'cannot be used',
    });
    return [];
  });
  if (errors.length > 0) throw new ProblemError('VALIDATION', { errors: errors.slice(0, 50) });
  return places;
}
