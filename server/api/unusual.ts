/** What is unusual in the access log of one's own cases: it points, people judge. Reading it is reading the log. */
import { createRoute, z } from '@hono/zod-openapi';
import { HOUR, iso, ms } from '#domain/clock.ts';
import { startOfLocalDay } from '#domain/local-time.ts';
import type { Iso } from '#domain/picture.ts';
import { newestFirst } from '#domain/unusual/find.ts';
import { MOST_DAYS } from '#domain/unusual/rules.ts';
import type { UnusualWire } from '#wire/accountability.ts';
import { UnusualLooks } from '../desk/unusual.ts';
import { answers, gate, resource } from './kit.ts';
import { logPeriod } from './log-scope.ts';
import { listed } from './looks.ts';
import { scopeOf } from './own-looks.ts';
import { pageQuery, placeOf, tellNext } from './pages.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { unusualOut } from './schemas/unusual.ts';

const DAY = 24 * HOUR;
/** Today and the six days before. */
const USUAL_DAYS = 7;
const USUAL_ROWS = 50;

/** Where a page ended. */
const place = z.object({ to: z.string().max(40), key: z.string().max(80) });

export function unusual(parts: ApiParts) {
  const { accessLog, deskParts } = parts;
  const { live, ledger } = deskParts;
  const looks = new UnusualLooks({ accessLog, ledger });

  const route = createRoute({
    method: 'get',
    path: '/access-log/unusual',
    tags: ['accountability'],
    summary: `What is unusual in the access log of one's own cases, beside what is usual; at most ${MOST_DAYS} days, the last ${USUAL_DAYS} unless asked otherwise`,
    middleware: gate('access-log.read'),
    request: {
      query: z.object({ from: logPeriod.from, to: logPeriod.to, ...pageQuery(USUAL_ROWS) }),
    },
    responses: answers(
      200,
      'A page, newest first; `next` is the cursor of the next one',
      unusualOut,
    ),
  });

  return resource().openapi(route, async (c) => {
    const { cursor, limit, ...asked } = c.req.valid('query');
    const { from, to } = periodOf(asked, live.now());
    const behind = placeOf(c, parts, cursor, place);
    const found = await looks.find(scopeOf(c.var.who.principal), from, to, live.now());
    const left = found.unusual.filter((one) => behind === null || newestFirst(one, behind) > 0);
    const page = left.slice(0, limit);
    const { role } = c.var.who.principal;
    const ground = role === 'hospital' ? 'treating-hospital' : 'coordinating-region';
    const cases = new Map(page.flatMap(({ seen }) => seen).map((one) => [one.case, one]));
    const seen = [...cases.values()].map((one) => ({ ...one, ground }) as const);
    await listed(parts, c, 'read-log', seen);
    const last = left.length > limit ? page.at(-1) : undefined;
    const next = tellNext(c, parts, last === undefined ? null : { to: last.to, key: last.key });
    const { lines, accounts, uncompared, weeks } = found;
    const told = page.map(({ seen: _, ...one }) => one);
    const answer: UnusualWire = {
      ...{ from, to, lines, accounts, uncompared, weeks, unusual: told, next },
    };
    return c.json(answer, 200);
  });
}

/** @throws ProblemError FROM_AFTER_TO, SPAN_TOO_LONG */
function periodOf(
  asked: { from?: Iso | undefined; to?: Iso | undefined },
  now: number,
): { from: Iso; to: Iso } {
  const end = asked.to === undefined ? now : ms(asked.to);
  // From a midnight on, so that the weeks before it are the same the whole day.
  const usual = startOfLocalDay(end - (USUAL_DAYS - 1) * DAY);
  const begin = asked.from === undefined ? usual : ms(asked.from);
  if (begin >= end) throw new ProblemError('FROM_AFTER_TO', { path: 'from' });
  // A month of 31 days in which the clock is put back has an hour more.
  if (end - begin > MOST_DAYS * DAY + HOUR)
    throw new ProblemError('SPAN_TOO_LONG', { path: 'from', facts: { days: MOST_DAYS } });
  return { from: iso(begin), to: iso(end) };
}
