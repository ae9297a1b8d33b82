/** What changed in a region since somebody last looked: figures from what to what, and stops. Small however long ago that was. */
import { createRoute, z } from '@hono/zod-openapi';
import { figuresBetween, lastMove, type FigureChange } from '#domain/changes/figures.ts';
import { iso, ms } from '#domain/clock.ts';
import { subjects, type Entry } from '#domain/entries.ts';
import type { Iso } from '#domain/picture.ts';
import type { ChangesWire, UnitChange } from '#wire/changes.ts';
import { answers, gate, pathId, resource } from './kit.ts';
import { momentOf, momentQuery } from './moment.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';

const MOST_STOPS = 500;
/** Entries of a unit that are read to find when it changed: two hours of a busy feed, then more than a day. */
const READS = [24, 300] as const;
/** Steps of cases that take or give back a place. */
const CLAIM_KINDS = ['decision-made', 'case-status-changed'] as const;

const route = createRoute({
  method: 'get',
  path: '/regions/{region}/changes',
  tags: ['capacity'],
  summary:
    'What every unit of the region had at a moment and has now, when that changed, and the stops in between',
  middleware: gate('picture.read'),
  request: { params: z.object({ region: pathId('region') }), query: z.object(momentQuery) },
  responses: answers(
    200,
    'Units and stops; without a moment, from the present on',
    z.custom<ChangesWire>().openapi('Changes', {
      type: 'object',
      properties: {
        from: { type: 'object' },
        seq: { type: 'integer' },
        units: { type: 'array', items: { type: 'object' } },
        stops: { type: 'array', items: { type: 'object' } },
      },
    }),
  ),
});

export function changes(parts: ApiParts) {
  const { live, ledger } = parts.deskParts;
  return resource().openapi(route, async (c) => {
    const { region } = c.req.valid('param');
    const { at, seq } = c.req.valid('query');
    if (!Object.hasOwn(live.picture.regions, region)) throw new ProblemError('UNKNOWN_REGION');
    const begin = await momentOf(parts, at, seq);
    const end = { picture: live.picture, now: live.now() };
    const since = begin.picture.seq;
    const moved = figuresBetween(region, begin, end);
    const [stops, claims] = await Promise.all([
      parts.stopLog.stops({ from: begin.now, to: end.now, region, limit: MOST_STOPS }),
      ledger.read({ after: since, kinds: CLAIM_KINDS }),
    ]);
    const units: UnitChange[] = [];
    for (const one of moved)
      units.push({ ...one, at: one.from === one.to ? null : await movedAt(one, claims) });
    const answer: ChangesWire = {
      from: { seq: since, at: iso(begin.now) },
      seq: end.picture.seq,
      units,
      stops: stops
        .map(({ region: _region, ...mark }) => mark)
        .sort((a, b) => (a.from < b.from ? -1 : 1)),
    };
    return c.json(answer, 200);

    /** The later of the report and the claim that moved the figure. */
    async function movedAt(
      { facility, kind }: FigureChange,
      taken: readonly Entry[],
    ): Promise<Iso | null> {
      const subject = subjects.unit(facility, kind);
      const claimed = taken.findLast((entry) => entry.also.some((one) => one.subject === subject));
      let reported: Iso | null = null;
      for (const limit of READS) {
        const entries = await ledger.read({ subject, order: 'desc', limit });
        const complete = entries.length < limit || limit === READS.at(-1);
        reported = lastMove(entries, since, complete);
        if (reported !== null || complete) break;
      }
      if (claimed === undefined || reported === null) return claimed?.at ?? reported;
      return ms(claimed.at) > ms(reported) ? claimed.at : reported;
    }
  });
}
