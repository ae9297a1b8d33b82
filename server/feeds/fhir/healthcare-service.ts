/**
 * Whether a service is open: `active`, the times when it is not available, and its opening hours (a part-time emergency
 * department). Source: FHIR 4.0.1, HealthcareService; capacity model, 2.3.
 */
import { iso, MINUTE, ms } from '#domain/clock.ts';
import { isWithinHours } from '#domain/local-time.ts';
import { UNIT_KINDS, type UnitStatus } from '#domain/words.ts';
import { NO_FIGURES, type Anomaly, type FeedFigures, type FeedItem } from '../core/item.ts';
import { keepable } from '../core/words.ts';
import { unitKindOf } from './codes.ts';
import { instantOf, type HealthcareServiceIn } from './resources.ts';
import { identifiersOf, subjectOf, type Referred } from './subjects.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** A word of the ledger is short; a longer description becomes the note. */
const LONGEST_REASON = 80;
/** The end of opening hours is looked for so far ahead, minutes. */
const LOOK_AHEAD_MINUTES = 8 * 24 * 60;

/** The item that the service's state makes, or none where its type names no unit. `now`: milliseconds. */
export function itemOfService(
  service: HealthcareServiceIn,
  referred: Referred,
  now: number,
  at = 'HealthcareService',
): { items: FeedItem[]; anomalies: Anomaly[] } {
  const codings = [...service.type, ...service.category].flatMap((one) => one.coding ?? []);
  const kind = unitKindOf(codings, UNIT_KINDS);
  if (kind === null) return { items: [], anomalies: ['UNKNOWN_CODE'] };
  const anomalies: Anomaly[] = [];
  const state = stateOf(service, now, (one) => anomalies.push(one));
  const subject = subjectOf(
    service.location.flatMap((one) => referred.identifiers(one)),
    identifiersOf(service.identifier),
    referred.identifiers(service.providedBy),
  );
  const observedAt = instantOf(service.meta?.lastUpdated);
  const figures: FeedFigures = { ...NO_FIGURES, ...state, observedAt };
  return { items: [{ place: at, subject, kind, figures, anomalies }], anomalies: [] };
}

type State = Pick<FeedFigures, 'status' | 'reason' | 'note' | 'validUntil'>;
const state = (status: UnitStatus | null, validUntil: string | null = null): State => ({
  status,
  validUntil,
  reason: null,
  note: null,
});

function stateOf(
  service: HealthcareServiceIn,
  now: number,
  remark: (anomaly: Anomaly) => void,
): State {
  if (service.active === false) return state('closed');
  for (const { description, during } of service.notAvailable) {
    const [start, end] = [instantOf(during?.start), instantOf(during?.end)];
    // A date alone is a whole day somewhere: it does not say whether now is in it.
    if (during?.start !== undefined && start === null) remark('BAD_TIME');
    if (start === null && during?.start !== undefined) continue;
    if (start !== null && ms(start) > now) continue;
    if (end !== null && ms(end) <= now) continue;
    const words = keepable(description, remark);
    const isLong = words !== null && words.length > LONGEST_REASON;
    return {
      status: 'closed',
      validUntil: end,
      reason: isLong ? null : words,
      note: isLong ? words : null,
    };
  }
  if (service.availableTime.length > 0) {
    const open = isOpen(service, now);
    return state(open ? 'open' : 'closed', changeOf(service, open, now));
  }
  return state(service.active === true ? 'open' : null);
}

function isOpen({ availableTime }: HealthcareServiceIn, now: number): boolean {
  return availableTime.some((one) => {
    const days = (one.daysOfWeek ?? DAYS).map((day) => DAYS.indexOf(day) + 1);
    const from = one.allDay === true ? '00:00' : (one.availableStartTime ?? '00:00');
    const to = one.allDay === true ? '00:00' : (one.availableEndTime ?? '24:00');
    return isWithinHours({ days, from: from.slice(0, 5), to: to.slice(0, 5) }, now);
  });
}

/** When that changes next, to the minute; null when it stays so for a week: the hours then do not close. */
function changeOf(service: HealthcareServiceIn, open: boolean, now: number): string | null {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  for (let ahead = 1; ahead <= LOOK_AHEAD_MINUTES; ahead += 1) {
    const at = minute + ahead * MINUTE;
    if (isOpen(service, at) !== open) return iso(at);
  }
  return null;
}
