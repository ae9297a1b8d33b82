/** What the form of what is held says by itself. Pure. */
import { ms } from '#domain/clock.ts';
import type { Iso } from '#domain/picture.ts';
import type { LookWire, RemnantWire } from '#wire/accountability.ts';

/**
 * When a remnant was erased, by the access log: the first erasure on this case at or after its term. Null where the log that is held here
 * does not say: the term of an exact place goes with the place, and looks can be more than are shown.
 */
export function erasedWhen(
  { eraseAt }: Pick<RemnantWire, 'eraseAt'>,
  looks: readonly Pick<LookWire, 'action' | 'at'>[],
): Iso | null {
  if (eraseAt === null) return null;
  const later = looks.filter(({ action, at }) => action === 'erased' && ms(at) >= ms(eraseAt));
  return later.map(({ at }) => at).sort()[0] ?? null;
}
