/** What the chair of a region does in a shift: ask a silent hospital for confirmation, write notes, hand the shift over. */
import { createRoute, z } from '@hono/zod-openapi';
import { iso } from '#domain/clock.ts';
import { draftFrom, handoverSchema, noteSchema } from '#domain/shift/commands.ts';
import { SHIFT_HOURS } from '#domain/shift/hours.ts';
import { ShiftDesk } from '../desk/shift-desk.ts';
import { asks } from './gates.ts';
import { askerOf } from './idempotency.ts';
import { allow, answers, jsonBody, pathId, resource, written } from './kit.ts';
import { scopeOf } from './log-scope.ts';
import { pageQuery, placeOf, tellNext } from './pages.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { askOut, handoverOut, noteOut, shiftDraftOut } from './schemas/shift.ts';

const params = z.object({ region: pathId('region') });

export function shift(parts: ApiParts) {
  const { live } = parts.deskParts;
  const desk = new ShiftDesk(parts.deskParts, parts.stopLog);

  /** May this one ask the hospital in the path: is it the chair of its region? */
  const askGate = asks('confirmation.ask', async (c, next) => {
    const id = c.req.param('facility') ?? '';
    const { facilities } = live.picture;
    const facility = Object.hasOwn(facilities, id) ? facilities[id] : undefined;
    if (facility === undefined) throw new ProblemError('UNKNOWN_FACILITY');
    const ids = [facility.region];
    allow(c.var.who.principal, 'confirmation.ask', { kind: 'regions', ids, own: 'every' });
    await next();
  });
  /** Regions are no secret: an unknown one is said to be unknown. */
  const regionGate = asks('shift.keep', async (c, next) => {
    const id = c.req.param('region') ?? '';
    if (!Object.hasOwn(live.picture.regions, id)) throw new ProblemError('UNKNOWN_REGION');
    allow(c.var.who.principal, 'shift.keep', { kind: 'regions', ids: [id], own: 'every' });
    await next();
  });
  const ofRegion = { tags: ['shift'], middleware: regionGate };

  const ask = createRoute({
    method: 'post',
    path: '/facilities/{facility}/confirmation-requests',
    tags: ['shift'],
    summary: 'Asks the hospital whether its figures still hold; again while it stands is the same',
    middleware: askGate,
    request: { params: z.object({ facility: pathId('facility') }) },
    responses: answers(201, 'The ask that stands', askOut),
  });
  const readNotes = createRoute({
    ...ofRegion,
    method: 'get',
    path: '/regions/{region}/notes',
    summary: 'Notes on the region, newest first',
    request: { params, query: z.object(pageQuery(100)) },
    responses: answers(200, 'Notes', z.array(noteOut)),
  });
  const postNote = createRoute({
    ...ofRegion,
    method: 'post',
    path: '/regions/{region}/notes',
    summary: 'Writes a note; what looks like personal data is refused',
    request: { params, body: jsonBody(noteSchema) },
    responses: answers(201, 'The note', noteOut),
  });
  const readDraft = createRoute({
    ...ofRegion,
    method: 'get',
    path: '/regions/{region}/handover-draft',
    summary: 'The facts of a shift; without hours since the last handover, else since eight hours',
    request: {
      params,
      query: z.object({ hours: z.enum(SHIFT_HOURS.map(String) as ['8', '12']).optional() }),
    },
    responses: answers(200, 'Sections', shiftDraftOut),
  });
  const readHandovers = createRoute({
    ...ofRegion,
    method: 'get',
    path: '/regions/{region}/handovers',
    summary: 'Handovers of earlier shifts, newest first',
    request: { params, query: z.object(pageQuery(50)) },
    responses: answers(200, 'Handovers', z.array(handoverOut)),
  });
  const postHandover = createRoute({
    ...ofRegion,
    method: 'post',
    path: '/regions/{region}/handovers',
    summary: 'Saves the handover of a shift; what looks like personal data is refused',
    request: { params, body: jsonBody(handoverSchema) },
    responses: answers(201, 'The handover', handoverOut),
  });

  return resource()
    .openapi(ask, async (c) => {
      const { regions } = c.var.who.principal.scope;
      const command = { facility: c.req.valid('param').facility, regions };
      return c.json(written(await desk.askConfirmation(await askerOf(c), command)).value, 201);
    })
    .openapi(readNotes, async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const before = placeOf(c, parts, cursor, z.number()) ?? undefined;
      const page = await desk.notes(c.req.valid('param').region, { before, limit });
      tellNext(c, parts, page.next);
      return c.json(page.rows, 200);
    })
    .openapi(postNote, async (c) => {
      const command = { ...c.req.valid('param'), ...c.req.valid('json') };
      return c.json(written(await desk.writeNote(await askerOf(c), command)).value, 201);
    })
    .openapi(readDraft, async (c) => {
      const { region } = c.req.valid('param');
      const { hours } = c.req.valid('query');
      const to = live.now();
      const [last] = (await desk.handovers(region, { limit: 1 })).rows;
      const from = draftFrom(hours === undefined ? null : Number(hours), last?.to ?? null, to);
      const facts = await desk.draft(region, from, to, scopeOf(c.var.who.principal));
      const lately = (await desk.notes(region)).rows;
      const notes = lately.filter(({ at }) => at >= iso(from)).reverse();
      return c.json({ ...facts, notes }, 200);
    })
    .openapi(readHandovers, async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const before = placeOf(c, parts, cursor, z.number()) ?? undefined;
      const page = await desk.handovers(c.req.valid('param').region, { before, limit });
      tellNext(c, parts, page.next);
      return c.json(page.rows, 200);
    })
    .openapi(postHandover, async (c) => {
      const scope = scopeOf(c.var.who.principal);
      const command = { ...c.req.valid('param'), ...c.req.valid('json'), scope };
      return c.json(written(await desk.saveHandover(await askerOf(c), command)).value, 201);
    });
}
