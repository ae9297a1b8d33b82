/** The stops of a day with their sums: how often and how long, by hospital and by reason. Pure. */
import { MINUTE, ms } from '#domain/clock.ts';
import type { StopReason } from '#domain/words.ts';
import type { StopMark } from '#wire/history.ts';

export interface StopSum {
  /** Stops, not the impending ones. */
  count: number;
  /** Whole minutes of stop, up to now. */
  stopMinutes: number;
  impendingMinutes: number;
}

export interface StopsToday {
  total: StopSum;
  /** The longest stopped first. */
  hospitals: (StopSum & { facility: string; running: boolean })[];
  /** Of stops, not of impending ones; null: no reason was kept. */
  reasons: { reason: StopReason | null; count: number; minutes: number }[];
}

/** Of the emergency department or the whole site: of a ward or a device it is no presentation stop. */
const isOfEd = ({ scope }: StopMark) => scope === 'ed' || scope === 'facility';

/** What ran from `from` until `now` (milliseconds). What ran together at one hospital counts once. */
export function stopsToday(marks: readonly StopMark[], from: number, now: number): StopsToday {
  const ran = marks.filter((one) => isOfEd(one) && ms(one.from) < now && ms(one.end) > from);
  const minutes = (some: readonly StopMark[]) => minutesOf(some, from, now);
  const of = (level: StopMark['level'], some: readonly StopMark[]) =>
    some.filter((one) => one.level === level);
  const facilities = [...new Set(ran.map((one) => one.facility))];
  const hospitals = facilities
    .map((facility) => {
      const own = ran.filter((one) => one.facility === facility);
      return {
        facility,
        count: of('stop', own).length,
        stopMinutes: minutes(of('stop', own)),
        impendingMinutes: minutes(of('impending', own)),
        running: own.some((one) => ms(one.end) > now),
      };
    })
    .sort(
      (a, b) =>
        b.stopMinutes - a.stopMinutes ||
        b.impendingMinutes - a.impendingMinutes ||
        (a.facility < b.facility ? -1 : 1),
    );
  const stops = of('stop', ran);
  const reasons = [...new Set(stops.map((one) => one.reason))]
    .map((reason) => {
      const own = stops.filter((one) => one.reason === reason);
      const perHospital = facilities.map((id) => own.filter((one) => one.facility === id));
      return { reason, count: own.length, minutes: sum(perHospital.map(minutes)) };
    })
    .sort((a, b) => b.minutes - a.minutes || b.count - a.count);
  return {
    total: {
      count: sum(hospitals.map((one) => one.count)),
      stopMinutes: sum(hospitals.map((one) => one.stopMinutes)),
      impendingMinutes: sum(hospitals.map((one) => one.impendingMinutes)),
    },
    hospitals,
    reasons,
  };
}

/** Length of all of them together, what overlaps once. */
function minutesOf(marks: readonly StopMark[], from: number, now: number): number {
  const spans = marks
    .map((one) => [Math.max(from, ms(one.from)), Math.min(now, ms(one.end))] as const)
    .sort((a, b) => a[0] - b[0]);
  let length = 0;
  let covered = from;
  for (const [start, end] of spans) {
    length += Math.max(0, end - Math.max(start, covered));
    covered = Math.max(covered, end);
  }
  return Math.round(length / MINUTE);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
