/** Which place of a hospital's system is which unit: one by one, as a whole, or by spreadsheet. */
import { createRoute, z } from '@hono/zod-openapi';
import { may } from '#domain/access/table.ts';
import { UNIT_KINDS, type UnitKind } from '#domain/words.ts';
import { PLACE_FAULTS } from '#wire/feeds.ts';
import type { PlaceOrder, PlaceSumWire, PlaceWire, PlaceFault } from '#wire/feeds.ts';
import { answers, facilityGate, gate, jsonBody, pathId, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';
import {
  csvOfPlaces,
  errorsOf,
  MOST_FAULTS,
  MOST_PLACES,
  placeOrder,
  placesOfCsv,
} from './place-csv.ts';
import { ProblemError } from './problems.ts';
import { isoOut } from './schemas/capacity.ts';

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
const sumOut = z
  .object({
    facility: z.string(),
    mapped: z.number().int(),
    unmapped: z.number().int(),
    lastAt: isoOut.nullable(),
  })
  .openapi('FeedPlaceSum') satisfies z.ZodType<PlaceSumWire>;
const previewOut = z
  .object({
    rows: z.number().int(),
    added: z.number().int(),
    changed: z.number().int(),
    gone: z.number().int(),
    faults: z.array(
      z.object({
        row: z.number().int(),
        column: z.string().nullable(),
        code: z.enum(PLACE_FAULTS),
        number: z.number().int().nullable(),
        message: z.string(),
      }),
    ),
  })
  .openapi('FeedPlacePreview');

const listSums = createRoute({
  method: 'get',
  path: '/feeds/places',
  tags: ['feeds'],
  summary: 'How far the map of places of each facility goes that one may see',
  middleware: gate('feeds.read'),
  responses: answers(200, 'Facilities of which any place was named', z.array(sumOut)),
});

/** @throws ProblemError VALIDATION for kinds that the facility does not have. */
export function refuseWrongUnits(
  { deskParts }: ApiParts,
  facility: string,
  kinds: readonly (UnitKind | null)[],
  path: (n: number) => string,
): void {
  const own = deskParts.live.picture.facilities[facility]?.units.map((unit) => unit.kind) ?? [];
  const errors = kinds.flatMap((kind, n) =>
    kind === null || own.includes(kind)
      ? []
      : [{ path: path(n), message: 'the facility has no such unit' }],
  );
  if (errors.length > 0) throw new ProblemError('VALIDATION', { errors: errors.slice(0, 50) });
}

export function feedPlaces(parts: ApiParts) {
  const { feeds, deskParts } = parts;
  const { setup } = feeds;
  const params = z.object({ facility: pathId('facility') });
  const ofFacility = (action: 'feeds.read' | 'feeds.manage') => ({
    tags: ['feeds'],
    middleware: facilityGate(parts, action),
  });
  const csvBody = { required: true, content: { 'text/csv': { schema: z.string() } } };
  const readMap = createRoute({
    ...ofFacility('feeds.read'),
    method: 'get',
    path: '/facilities/{facility}/places',
    summary: 'Which place of its system is which unit, and which were named and are not mapped',
    request: { params },
    responses: answers(200, 'The map', mapOut),
  });
  const readCsv = createRoute({
    ...ofFacility('feeds.read'),
    method: 'get',
    path: '/facilities/{facility}/places.csv',
    summary: 'The same as CSV, which can be changed and put back',
    request: { params },
    responses: { 200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } } },
  });
  const putMap = createRoute({
    ...ofFacility('feeds.manage'),
    method: 'put',
    path: '/facilities/{facility}/places',
    summary: 'The whole map and the staffed beds of its units',
    request: {
      params,
      body: jsonBody(
        z.strictObject({
          places: z.array(placeOrder).max(MOST_PLACES),
          staffed: staffed.default({}),
        }),
      ),
    },
    responses: answers(200, 'The map as it then stands', mapOut),
  });
  const mapOne = createRoute({
    ...ofFacility('feeds.manage'),
    method: 'post',
    path: '/facilities/{facility}/places/mapping',
    summary: 'Says what one place is: a unit, none of ours, or (neither) not known any more',
    request: { params, body: jsonBody(placeOrder) },
    responses: answers(200, 'The map as it then stands', mapOut),
  });
  const putCsv = createRoute({
    ...ofFacility('feeds.manage'),
    method: 'put',
    path: '/facilities/{facility}/places.csv',
    summary:
      'The same from CSV: pointOfCare;room;bed;unit, unit a kind or "ignore"; all rows or none',
    request: { params, body: csvBody },
    responses: answers(200, 'The map as it then stands', mapOut),
  });
  const previewCsv = createRoute({
    ...ofFacility('feeds.manage'),
    method: 'post',
    path: '/facilities/{facility}/places.csv',
    summary:
      'What such a CSV would change, and which of its rows cannot be used; nothing is written',
    request: { params, body: csvBody },
    responses: answers(200, 'What would become of it', previewOut),
  });

  const unitsOf = (facility: string) =>
    deskParts.live.picture.facilities[facility]?.units.map((unit) => unit.kind) ?? [];
  const mapOf = async (facility: string) => ({
    facility,
    places: await setup.places(facility),
    staffed: await setup.staffed(facility),
  });

  return resource()
    .openapi(listSums, async (c) => {
      const { principal } = c.var.who;
      const sees = (id: string) =>
        may(principal, 'feeds.read', { kind: 'facility', id }) === 'allowed';
      return c.json(
        (await setup.placeSums()).filter((one) => sees(one.facility)),
        200,
      );
    })
    .openapi(readMap, async (c) => c.json(await mapOf(c.req.valid('param').facility), 200))
    .openapi(readCsv, async (c) => {
      const { facility } = c.req.valid('param');
      return c.body(csvOfPlaces(await setup.places(facility)), 200, {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${facility}-places.csv"`,
      });
    })
    .openapi(putMap, async (c) => {
      const { facility } = c.req.valid('param');
      const { places, staffed: beds } = c.req.valid('json');
      const kinds = places.map((row) => row.unit);
      refuseWrongUnits(parts, facility, kinds, (n) => `places.${n}.unit`);
      refuseWrongUnits(parts, facility, Object.keys(beds) as UnitKind[], () => 'staffed');
      await setup.saveMap(facility, places, beds);
      return c.json(await mapOf(facility), 200);
    })
    .openapi(mapOne, async (c) => {
      const { facility } = c.req.valid('param');
      const order = c.req.valid('json');
      refuseWrongUnits(parts, facility, [order.unit], () => 'unit');
      // A place is one thing.
      await setup.mapPlace(facility, order.ignored ? { ...order, unit: null } : order);
      return c.json(await mapOf(facility), 200);
    })
    .openapi(putCsv, async (c) => {
      const { facility } = c.req.valid('param');
      const { places, faults } = placesOfCsv(await c.req.text(), unitsOf(facility));
      if (faults.length > 0) throw new ProblemError('VALIDATION', { errors: errorsOf(faults) });
      await setup.saveMap(facility, places, await setup.staffed(facility));
      return c.json(await mapOf(facility), 200);
    })
    .openapi(previewCsv, async (c) => {
      const { facility } = c.req.valid('param');
      const { places, faults } = placesOfCsv(await c.req.text(), unitsOf(facility));
      return c.json(previewOf(places, faults, await setup.places(facility)), 200);
    });
}

/** What the rows would change of the map as it stands. */
function previewOf(
  places: readonly PlaceOrder[],
  faults: readonly PlaceFault[],
  known: readonly PlaceWire[],
) {
  const keyOf = (one: PlaceOrder) => JSON.stringify([one.pointOfCare, one.room, one.bed]);
  const what = (one: PlaceOrder) => (one.ignored ? 'ignored' : one.unit);
  const before = new Map(known.map((one) => [keyOf(one), what(one)]));
  const said = new Set(places.map(keyOf));
  const isKnown = (one: PlaceOrder) => what(one) !== null;
  return {
    rows: places.length,
    added: places.filter((one) => !before.has(keyOf(one))).length,
    changed: places.filter((one) => before.has(keyOf(one)) && before.get(keyOf(one)) !== what(one))
      .length,
    gone: known.filter((one) => isKnown(one) && !said.has(keyOf(one))).length,
    faults: faults.slice(0, MOST_FAULTS),
  };
}
