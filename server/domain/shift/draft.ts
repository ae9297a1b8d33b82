/**
 * What a handover of a shift can be made of: facts of a span of time in one region, each with what it covers. The sentences are
 * the dashboard's, the text is the chair's. Pure: pictures, rows and notes are arguments.
 */
import { standingAsk } from '../asks/ask.ts';
import { hospitalsOf } from '../capacity/hospitals.ts';
import { silenceOf } from '../capacity/silence.ts';
import { capacityOf } from '../capacity/sum.ts';
import { viewUnit } from '../capacity/unit-view.ts';
import { iso, MINUTE, ms } from '../clock.ts';
import type { FacilityState, Iso, Picture } from '../picture.ts';
import { runningStops } from '../stops/stops.ts';
import type { StopLevel, StopScope } from '../words.ts';
import type { HandoverFigures, ShiftSum, ShiftSums } from './figures.ts';

/** A stop that ran within the span. */
export interface ShiftStop {
  facility: string;
  scope: StopScope;
  level: StopLevel;
  from: Iso;
  /** Null while it runs at the end of the span. */
  endedAt: Iso | null;
  /** How long it ran until its end or that of the span. */
  minutes: number;
}

export interface HandoverDraft {
  region: string;
  from: Iso;
  to: Iso;
  /** Those that began or ended within the span, by time. */
  stops: ShiftStop[];
  running: { facility: string; scope: StopScope; level: StopLevel; from: Iso; until: Iso }[];
  /** `since` null: never heard of. */
  silent: { facility: string; since: Iso | null }[];
  asks: { facility: string; at: Iso }[];
  figures: HandoverFigures;
}

export interface DraftParts {
  region: string;
  /** Milliseconds. */
  from: number;
  to: number;
  /** Null when nothing was recorded yet at the beginning. */
  begin: Picture | null;
  end: Picture;
  /** Stops of the region that ran within the span; `end` is when it ended, or will by itself. */
  stops: readonly {
    facility: string;
    scope: StopScope;
    level: StopLevel;
    from: Iso;
    end: Iso;
  }[];
  /** As far as the one who asks may see them. */
  decisions: number;
  owingReason: number;
}

function sumsAt(facilities: readonly FacilityState[], now: number): ShiftSums {
  const sum = (kind: 'trauma-bay' | 'icu'): ShiftSum => {
    const { oldest, ...rest } = capacityOf(facilities, kind, now);
    return { ...rest, oldest: oldest === null ? null : iso(oldest) };
  };
  return { bays: sum('trauma-bay'), icu: sum('icu') };
}

export function draftHandover(parts: DraftParts): HandoverDraft {
  const { region, from, to, begin, end } = parts;
  const sites = hospitalsOf(end, region);
  const stops = parts.stops
    .filter((one) => ms(one.from) >= from || ms(one.end) <= to)
    .map(({ facility, scope, level, from: began, end: over }): ShiftStop => {
      const ended = ms(over) <= to;
      const minutes = Math.round((Math.min(ms(over), to) - ms(began)) / MINUTE);
      return { facility, scope, level, from: began, endedAt: ended ? over : null, minutes };
    })
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const running = sites.flatMap((site) =>
    runningStops(site, to).map(({ scope, level, from: began, until }) => ({
      facility: site.id,
      scope,
      level,
      from: began,
      until,
    })),
  );
  const silent = sites.flatMap((site) => {
    const silence = silenceOf([viewUnit(site, 'ed', to), viewUnit(site, 'trauma-bay', to)]);
    if (silence === null) return [];
    return [{ facility: site.id, since: silence.since === null ? null : iso(silence.since) }];
  });
  const asks = sites.flatMap((site) => {
    const ask = standingAsk(site, to);
    return ask === null ? [] : [{ facility: site.id, at: ask.at }];
  });
  return {
    region,
    from: iso(from),
    to: iso(to),
    stops,
    running,
    silent,
    asks,
    figures: {
      stopsBegun: stops.filter((one) => ms(one.from) >= from).length,
      stopsRunning: running.length,
      silent: silent.length,
      begin: begin === null ? null : sumsAt(hospitalsOf(begin, region), from),
      end: sumsAt(sites, to),
      decisions: parts.decisions,
      owingReason: parts.owingReason,
    },
  };
}
