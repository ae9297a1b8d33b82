/** What units had over hours and days: steps of a region or a hospital, and short lines for all units of a region. */
import { createRoute, z } from '@hono/zod-openapi';
import type { TrendRow, TrendUnit } from '../../db/trends.ts';
import { HOUR, iso, MINUTE, ms } from '#domain/clock.ts';
import type { FacilityState, Picture } from '#domain/picture.ts';
import {
  figureAt,
  stepsBetween,
  sumOfFigures,
  TREND_STEP_MS,
  UNKNOWN_FIGURE,
  type TrendFigure,
} from '#domain/trends/steps.ts';
import { UNIT_KINDS, type UnitKind } from '#domain/words.ts';
import { RECENT_HOURS, TREND_HOURS, type RecentWire, type TrendsWire } from '#wire/trends.ts';
import { answers, gate, resource } from './kit.ts';
import { momentOf, momentQuery } from './moment.ts';
import type { ApiParts } from './parts.ts';
import { refuseUnknownPlaces } from './places-asked.ts';
import { ProblemError } from './problems.ts';

const name = z.string().min(1).max(200);
const figure = z.number().int().nonnegative().nullable();
const instant = z.iso.datetime();
const { at } = momentQuery;

const trendsOut = z
  .object({
    from: instant,
    to: instant,
    stepMinutes: z.number(),
    unit: z.enum(UNIT_KINDS),
    region: name.nullable(),
    facility: name.nullable(),
    steps: z.array(
      z.object({
        at: instant,
        available: figure,
        staffed: figure,
        known: z.number().int(),
        of: z.number().int(),
      }),
    ),
  })
  .openapi('Trends');

const recentOut = z
  .object({
    from: instant,
    to: instant,
    moments: z.array(instant),
    units: z.array(
      z.object({ facility: name, unit: z.enum(UNIT_KINDS), available: z.array(figure) }),
    ),
  })
  .openapi('RecentTrends');

const trendsRoute = createRoute({
  method: 'get',
  path: '/trends',
  tags: ['capacity'],
  summary:
    'Free and staffed places of one kind by the quarter, over a day or a week; a sum says how many units are in it',
  middleware: gate('picture.read'),
  request: {
    query: z
      .object({
        region: name.optional(),
        facility: name.optional(),
        unit: z.enum(UNIT_KINDS),
        hours: z.enum(TREND_HOURS.map(String) as ['24', '168']).default('24'),
        at,
      })
      .refine((one) => (one.region === undefined) !== (one.facility === undefined), {
        path: ['facility'],
        message: 'a region or a facility, and not both',
      }),
  },
  responses: answers(200, 'Steps', trendsOut),
});

const recentRoute = createRoute({
  method: 'get',
  path: '/trends/recent',
  tags: ['capacity'],
  summary: `Free places of every unit of a region by the quarter, over the last ${RECENT_HOURS} hours`,
  middleware: gate('picture.read'),
  request: { query: z.object({ region: name, at }) },
  responses: answers(200, 'A line a unit', recentOut),
});

export function trends(parts: ApiParts) {
  return resource()
    .openapi(trendsRoute, async (c) => {
      const { region, facility, unit, hours, at: asked } = c.req.valid('query');
      const then = await momentOf(parts, asked, undefined);
      const units = unitsAsked(then.picture, { region, facility }, [unit]);
      if (facility !== undefined && units.length === 0)
        throw new ProblemError('UNKNOWN_UNIT', { path: 'unit' });
      const lines = await linesOf(parts, then, units, Number(hours));
      const answer: TrendsWire = {
        ...spanOf(lines),
        stepMinutes: TREND_STEP_MS / MINUTE,
        unit,
        region: region ?? null,
        facility: facility ?? null,
        steps: lines.moments.map((moment, index) => ({
          at: iso(moment),
          ...sumOfFigures(lines.figures.map((line) => line[index] ?? UNKNOWN_FIGURE)),
        })),
      };
      return c.json(answer, 200);
    })
    .openapi(recentRoute, async (c) => {
      const { region, at: asked } = c.req.valid('query');
      const then = await momentOf(parts, asked, undefined);
      const units = unitsAsked(then.picture, { region }, UNIT_KINDS);
      const lines = await linesOf(parts, then, units, RECENT_HOURS);
      const answer: RecentWire = {
        ...spanOf(lines),
        moments: lines.moments.map(iso),
        units: units.map(({ facility, kind }, index) => ({
          facility,
          unit: kind,
          available: (lines.figures[index] ?? []).map((one) => one.available),
        })),
      };
      return c.json(answer, 200);
    });
}

interface Lines {
  from: number;
  /** Milliseconds. */
  moments: number[];
  /** A line a unit, a figure a moment. */
  figures: TrendFigure[][];
}

const spanOf = ({ from, moments }: Lines) => ({
  from: iso(from),
  to: iso(moments.at(-1) ?? from),
});

/** Units of the hospitals with an emergency department, as on the board; of one facility whatever it is. */
function unitsAsked(
  { facilities, regions }: Picture,
  { region, facility }: { region?: string | undefined; facility?: string | undefined },
  kinds: readonly UnitKind[],
): TrendUnit[] {
  refuseUnknownPlaces({ facilities, regions }, { facility, region });
  const isAsked = (one: FacilityState) =>
    facility === undefined
      ? one.region === region && one.active && one.units.some((unit) => unit.kind === 'ed')
      : one.id === facility;
  return Object.values(facilities)
    .filter(isAsked)
    .flatMap((one) =>
      one.units
        .filter((unit) => kinds.includes(unit.kind))
        .map((unit) => ({ facility: one.id, kind: unit.kind })),
    );
}

/** Up to the follower's moment from the log; from the picture's own entry on by reckoning; in between nobody counted. */
async function linesOf(
  { trends: log, trendFollower }: ApiParts,
  { picture, now }: { picture: Picture; now: number },
  units: readonly TrendUnit[],
  hours: number,
): Promise<Lines> {
  const from = now - hours * HOUR;
  const moments = stepsBetween(from, now);
  const reckonedFrom = ms(picture.at);
  const byUnit = new Map<string, TrendRow[]>();
  for (const row of await log.rows({ units, from, to: now })) {
    const key = `${row.facility} ${row.kind}`;
    const rows = byUnit.get(key);
    if (rows === undefined) byUnit.set(key, [row]);
    else rows.push(row);
  }
  const figures = units.map(({ facility, kind }) => {
    const rows = byUnit.get(`${facility} ${kind}`) ?? [];
    const state = picture.facilities[facility];
    let next = 0;
    let holding: TrendFigure = UNKNOWN_FIGURE;
    return moments.map((moment) => {
      for (let row; (row = rows[next]) !== undefined && row.at <= moment; next += 1) holding = row;
      if (moment >= reckonedFrom) return (state && figureAt(state, kind, moment)) ?? UNKNOWN_FIGURE;
      return moment < trendFollower.countedUntil ? holding : UNKNOWN_FIGURE;
    });
  });
  return { from, moments, figures };
}
