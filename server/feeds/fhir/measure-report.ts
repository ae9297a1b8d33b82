/**
 * A capacity report of any of the three guides (SANER, US SAFR, NHSN), translated: for each figure its code says which unit and
 * which count. Absent is unknown, a real zero is zero. Source: capacity model, 2.1 and 2.2.
 */
import type { UnitKind } from '#domain/words.ts';
import {
  feedCount,
  NO_FIGURES,
  type Anomaly,
  type FeedItem,
  type FeedSubject,
} from '../core/item.ts';
import { isStructure, meaningOf, type CodeMeaning, type Coding, type Meaning } from './codes.ts';
import { instantOf, type MeasureReportIn } from './resources.ts';

interface Gathered {
  /** By field and part; null: said to be absent. */
  counts: Map<string, number | null>;
  places: string[];
  anomalies: Anomaly[];
}

/** The items of a report, and what was odd about it as a whole. `at`: where the report stands in its message. */
export function itemsOfReport(
  report: MeasureReportIn,
  subject: FeedSubject,
  at = 'MeasureReport',
): { items: FeedItem[]; anomalies: Anomaly[]; observedAt: string | null } {
  const anomalies: Anomaly[] = [];
  const time = report.date ?? report.period?.end;
  const observedAt = instantOf(time);
  // A date alone does not say when: the figure then counts from its receipt.
  if (time !== undefined && observedAt === null) anomalies.push('BAD_TIME');
  const byKind = new Map<UnitKind, Gathered>();
  report.group.forEach((group, g) => {
    const ofGroup = group.code?.coding ?? [];
    group.population.forEach(({ code, count }, p) => {
      const codings = [...(code?.coding ?? []), ...ofGroup];
      const meaning = firstMeaning(codings);
      if (meaning === undefined) {
        if (codings.some((one) => one.code !== undefined && !isStructure(one)))
          anomalies.push('UNKNOWN_CODE');
        return;
      }
      if (meaning === null || meaning === 'total') return;
      gather(byKind, meaning, count, `${at}.group[${g}].population[${p}]`);
    });
  });
  const items = [...byKind].map(([kind, gathered]): FeedItem => {
    return {
      place: gathered.places[0] ?? at,
      subject,
      kind,
      figures: { ...NO_FIGURES, ...figuresOf(gathered), observedAt },
      anomalies: gathered.anomalies,
    };
  });
  return { items, anomalies, observedAt };
}

/** The population's own code before its group's: SANER codes the figure, SAFR and NHSN the group around it. */
function firstMeaning(codings: readonly Coding[]): CodeMeaning | undefined {
  for (const coding of codings) {
    const meaning = meaningOf(coding);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

function gather(
  byKind: Map<UnitKind, Gathered>,
  { kind, field, part }: Meaning,
  raw: unknown,
  place: string,
): void {
  const known: Gathered = byKind.get(kind) ?? { counts: new Map(), places: [], anomalies: [] };
  byKind.set(kind, known);
  const count = feedCount(raw, (anomaly) => known.anomalies.push(anomaly));
  const slot = `${field}/${part ?? ''}`;
  const before = known.counts.get(slot);
  if (before !== undefined && before !== count) known.anomalies.push('CONTRADICTION');
  // A report is of one moment: the last word replaces, nothing is added up.
  known.counts.set(slot, count);
  known.places.push(place);
}

type Counts = Pick<FeedItem['figures'], 'staffed' | 'physical' | 'occupied' | 'available'>;

function figuresOf({ counts }: Gathered): Counts {
  const sum = (field: string): number | null => {
    const parts = [...counts].filter(([slot]) => slot.startsWith(`${field}/`));
    if (parts.length === 0 || parts.some(([, count]) => count === null)) return null;
    return parts.reduce((total, [, count]) => total + (count ?? 0), 0);
  };
  const [occupied, unoccupied, staffed] = [sum('occupied'), sum('unoccupied'), sum('staffed')];
  const both = occupied !== null && unoccupied !== null ? occupied + unoccupied : null;
  return {
    staffed: staffed ?? both,
    physical: sum('physical'),
    occupied,
    available: sum('available') ?? unoccupied,
  };
}
