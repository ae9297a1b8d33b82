/** Invented figures for the gallery. */
import type { UnitView } from '#domain/capacity/unit-view.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import type { Trust } from '#domain/words.ts';
import type { Option } from '#lib/ui/options.ts';

export const EXAMPLE_NOW = Date.parse('2026-11-18T13:07:42.000Z');
const AGE_MINUTES: Record<Trust, number> = { fresh: 4, ageing: 20, stale: 65, unknown: 0 };

export const CHOICES: readonly Option[] = [
  { value: 'ed', label: 'SEH' },
  { value: 'icu', label: 'IC' },
  { value: 'ward', label: 'Kliniek', disabled: true },
];

/** An intensive care unit as somebody with this trust in it sees it. */
export function exampleView(
  trust: Trust,
  available: number | null,
  staffed: number | null,
): UnitView {
  const seen = available === null ? null : iso(EXAMPLE_NOW - AGE_MINUTES[trust] * MINUTE);
  return {
    kind: 'icu',
    status: trust === 'unknown' ? 'unknown' : 'open',
    staffed,
    physical: null,
    occupied: null,
    available,
    effectiveAvailable: available,
    reason: null,
    validUntil: null,
    observedAt: seen,
    receivedAt: seen,
    trust,
    source: seen === null ? null : { channel: 'manual', by: 'example' },
    flags: [],
    version: 1,
    note: null,
    offloadMinutes: null,
    nedocs: null,
    claimed: 0,
    runningStops: [],
  };
}
