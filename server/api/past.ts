/** Time travel: the whole picture of an earlier moment for a replica to go on from, and what happened over a span of time. */
import { createRoute, z } from '@hono/zod-openapi';
import type { CountsRow } from '../../db/stop-log.ts';
import { reachOf } from '#domain/access/table.ts';
import { instantSchema } from '#domain/capacity/observe.ts';
import { HOUR, iso, MINUTE, ms } from '#domain/clock.ts';
import { stopCounts, summedCounts, type StopCounts } from '#domain/stops/counts.ts';
import type { HistoryStep, HistoryWire } from '#wire/history.ts';
import type { SnapshotMessage } from '#wire/live.ts';
import { snapshotOf } from '#wire/views.ts';
import { tagOfMoment } from './conditional.ts';
import { answers, gate, resource } from './kit.ts';
import { scopeOf } from './log-scope.ts';
import { listed, seenOf, seenOfRows } from './looks.ts';
import { beginsAt, momentOf, momentQuery, seenBy } from './moment.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';

const DEFAULT_SPAN_MS = 72 * HOUR;
const MOST_DAYS = 8;
/** Minutes between two steps: the first with which the span has no more steps than this. */
const STEP_MINUTES = [1, 5, 15, 60] as const;
const MOST_STEPS = 300;
const MOST_MARKS = 1_000;

const moment = (description: string) =>
  instantSchema.optional().openapi({ type: 'string', format: 'date-time', description });

const snapshotRoute = createRoute({
  method: 'get',
  path: '/snapshot',
  tags: ['capacity'],
  summary:
    'The picture of a moment as a replica needs it: `GET /ledger?after=<its seq>` goes on from there',
  middleware: gate('picture.read'),
  request: { query: z.object(momentQuery) },
  responses: answers(
    200,
    'As the live snapshot; `now` is the moment by which ages are to be reckoned',
    z.custom<SnapshotMessage>().openapi('Snapshot', {
      type: 'object',
      properties: {
        seq: { type: 'integer' },
        now: { type: 'string', format: 'date-time' },
        picture: { type: 'object' },
      },
    }),
  ),
});

const historyRoute = createRoute({
  method: 'get',
  path: '/history',
  tags: ['capacity'],
  summary: `Stops, decisions and how many emergency departments were stopped over at most ${MOST_DAYS} days; the last 72 hours unless asked otherwise`,
  middleware: gate('picture.read'),
  request: {
    query: z.object({
      from: moment('from this moment on; before the first entry is from the first entry on'),
      to: moment('up to this moment'),
      region: z.string().min(1).max(80).optional(),
    }),
  },
  responses: answers(
    200,
    'Counts step by step, and the marks in between; decisions are those that one may see',
    z.custom<HistoryWire>().openapi('History', {
      type: 'object',
      properties: {
        from: { type: 'string', format: 'date-time' },
        to: { type: 'string', format: 'date-time' },
        begins: { type: 'string', format: 'date-time' },
        stepMinutes: { type: 'integer', enum: [...STEP_MINUTES] },
        steps: { type: 'array', items: { type: 'object' } },
        stops: { type: 'array', items: { type: 'object' } },
        decisions: { type: 'array', items: { type: 'object' } },
        truncated: { type: 'boolean' },
      },
    }),
  ),
});

export function past(parts: ApiParts) {
  return resource()
    .openapi(snapshotRoute, async (c) => {
      const { at, seq } = c.req.valid('query');
      const then = await momentOf(parts, at, seq);
      const { picture, options } = await seenBy(parts, c.var.who.principal, then.picture, then.now);
      const message: SnapshotMessage = {
        seq: picture.seq,
        now: iso(then.now),
        picture: snapshotOf(picture, options),
      };
      const cases = seenOf(c, Object.values(picture.cases), then.picture);
      if (cases.length > 0) await listed(parts, c, 'past', cases);
      tagOfMoment(c, message.seq, { ...message, now: null });
      return c.json(message, 200);
    })
    .openapi(historyRoute, async (c) => {
      const { from, to, region } = c.req.valid('query');
      if (region !== undefined && !Object.hasOwn(parts.deskParts.live.picture.regions, region))
        throw new ProblemError('UNKNOWN_REGION', { path: 'region' });
      const span = await spanOf(parts, from, to);
      const { principal } = c.var.who;
      const within = region === undefined ? {} : { region };
      const mayRead = reachOf(principal, 'decisions.read') !== null;
      const [stops, decided] = await Promise.all([
        parts.stopLog.stops({ ...span, ...within, limit: MOST_MARKS + 1 }),
        parts.decisionLog.query({
          // Nothing named is nothing seen.
          scope: mayRead ? scopeOf(principal) : {},
          ...within,
          from: iso(span.from),
          to: iso(span.to + 1),
          limit: MOST_MARKS,
        }),
      ]);
      if (decided.rows.length > 0) await listed(parts, c, 'past', seenOfRows(c, decided.rows));
      const step = stepMinutes(span);
      const answer: HistoryWire = {
        from: iso(span.from),
        to: iso(span.to),
        begins: iso(span.begins),
        stepMinutes: step,
        steps: await stepsOf(parts, span, step, region),
        stops: stops
          .slice(0, MOST_MARKS)
          .map(({ region: _region, ...mark }) => mark)
          .sort((a, b) => (a.from < b.from ? -1 : 1)),
        decisions: decided.rows
          .map(({ decisionId, at, caseNumber, facility, overridden }) => {
            return { id: decisionId, at, caseNumber, facility, overridden };
          })
          .reverse(),
        truncated: stops.length > MOST_MARKS || decided.next !== null,
      };
      return c.json(answer, 200);
    });
}

interface Span {
  from: number;
  to: number;
  begins: number;
}

/** @throws ProblemError FROM_AFTER_TO, SPAN_TOO_LONG, AT_OUT_OF_RANGE (an end before the first entry or in the future). */
async function spanOf(parts: ApiParts, from?: string, to?: string): Promise<Span> {
  const now = parts.deskParts.live.now();
  const begins = ms(await beginsAt(parts));
  const end = to === undefined ? now : ms(to);
  const start = from === undefined ? end - DEFAULT_SPAN_MS : ms(from);
  if (end > now || end < begins) {
    const path = to === undefined ? 'from' : 'to';
    throw new ProblemError('AT_OUT_OF_RANGE', {
      path,
      facts: { from: iso(begins), to: iso(now) },
    });
  }
  if (start >= end) throw new ProblemError('FROM_AFTER_TO', { path: 'from' });
  if (end - start > MOST_DAYS * 24 * HOUR)
    throw new ProblemError('SPAN_TOO_LONG', { path: 'from', facts: { days: MOST_DAYS } });
  return { from: Math.max(start, begins), to: end, begins };
}

function stepMinutes({ from, to }: Span): number {
  const minutes = (to - from) / MINUTE;
  return STEP_MINUTES.find((step) => minutes / step <= MOST_STEPS) ?? 60;
}

/** Up to the follower's moment from the stop log; from the last entry on by reckoning; in between nobody counted. */
async function stepsOf(
  { stopLog, stops, deskParts: { live } }: ApiParts,
  { from, to }: Span,
  step: number,
  region: string | undefined,
): Promise<HistoryStep[]> {
  const { picture } = live;
  const presentFrom = ms(picture.at);
  const rows = await stopLog.counts({ from, to, ...(region === undefined ? {} : { region }) });
  const holding = new Map<string, StopCounts>();
  let next = 0;
  const logged = (at: number) => {
    for (
      let row: CountsRow | undefined;
      (row = rows[next]) !== undefined && row.at <= at;
      next += 1
    )
      holding.set(row.region, row);
    return at < stops.countedUntil ? summedCounts(holding.values()) : null;
  };
  const reckoned = (at: number) => {
    const counts = stopCounts(picture, at);
    return summedCounts(region === undefined ? counts.values() : [counts.get(region) ?? NONE]);
  };
  return momentsOf(from, to, step * MINUTE).map((at) => {
    const sum = at >= presentFrom ? reckoned(at) : logged(at);
    return {
      at: iso(at),
      stops: sum?.stops ?? null,
      impending: sum?.impending ?? null,
      eds: sum?.eds ?? null,
    };
  });
}

const NONE: StopCounts = { stops: 0, impending: 0, eds: 0 };

/** Whole steps of the clock within the span, and its end. */
function momentsOf(from: number, to: number, step: number): number[] {
  const moments: number[] = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) moments.push(at);
  return [...moments, to];
}
