/** How regularly each simulated hospital reports: dealt by seed, and by the way in which it tells. */
import type { FacilityProfile } from '../../server/domain/picture.ts';
import { STRANGER, type Dialect } from './dialects.ts';
import type { Habit } from './facility.ts';
import { randomStream } from './random.ts';

/** Hospitals of the demo accounts: never the forgetful ones, and their people get time to answer. */
export const DEMO_FACILITIES: ReadonlySet<string> = new Set(['lumc-leiden', 'haga-leyweg']);
const FORGETFUL = 2;

/** Asked once for each facility, in their order. */
export function dealHabits(
  reporting: readonly FacilityProfile[],
  dealt: ReadonlyMap<string, Dialect>,
  seed: number,
): (one: FacilityProfile) => Habit {
  const random = randomStream(seed, 'country');
  const ordinary = reporting.filter((one) => one.traumaLevel !== 1 && !DEMO_FACILITIES.has(one.id));
  const forgetful = new Set(
    Array.from({ length: FORGETFUL }, () => (ordinary.length > 0 ? random.pick(ordinary).id : '')),
  );
  const faltering = falteringOf(
    dealt,
    ordinary.map((one) => one.id).filter((id) => !forgetful.has(id)),
    seed,
  );
  return (one) => {
    const usual: Habit = forgetful.has(one.id)
      ? 'forgetful'
      : one.traumaLevel !== 1 && random.chance(0.25)
        ? 'by-hand'
        : 'system';
    return faltering.has(one.id) ? 'faltering' : habitWith(dealt.get(one.id) ?? 'api', usual);
  };
}

/** One line of movements and one other feed, of ordinary hospitals. */
function falteringOf(
  dealt: ReadonlyMap<string, Dialect>,
  ordinary: readonly string[],
  seed: number,
): ReadonlySet<string> {
  const random = randomStream(seed, 'faltering');
  const one = (...dialects: Dialect[]) => {
    const some = ordinary.filter((id) => {
      const dialect = dealt.get(id);
      return dialect !== undefined && dialects.includes(dialect) && id !== STRANGER.facility;
    });
    return some.length === 0 ? [] : [random.pick(some)];
  };
  return new Set([...one('hl7v2'), ...one('fhir', 'have', 'csv')]);
}

/** The way in which a hospital tells decides how often; who forgets, forgets in any way. */
function habitWith(dialect: Dialect, usual: Habit): Habit {
  if (dialect === 'api' || usual === 'forgetful') return usual;
  if (dialect === 'hand') return 'by-hand';
  return dialect === 'hl7v2' ? 'movements' : 'system';
}
