/** Break-glass at the desk: the reason is checked and kept beside the ledger, the rest is the domain's word. */
import { audienceOf, type Principal } from '#domain/access/table.ts';
import { breakGlass, caseNamed, type BreakGlassInput } from '#domain/accountability/break-glass.ts';
import { refusePersonData } from '#domain/person-data.ts';
import { refuse } from '#domain/refusal.ts';
import { viewGlass, type GlassWire } from '#wire/views.ts';
import type { Outcome } from './live-picture.ts';
import type { Asker, DeskParts } from './parts.ts';

/** What was opened. */
export interface Opened {
  case: string;
  number: number;
  glass: GlassWire;
}

export async function breakGlassAtDesk(
  { live, texts, newId }: DeskParts,
  asker: Asker,
  principal: Principal,
  { reason, code, case: wanted }: BreakGlassInput,
): Promise<Outcome<Opened>> {
  const refused = refusePersonData(reason, 'reason');
  if (refused !== null) return refused;
  const audience = audienceOf(principal);
  const id = newId();
  // Nothing is kept of an order that cannot be carried out.
  const tried = { id, case: wanted, code, text: { id: '', hash: '' } };
  const first = breakGlass(live.picture, tried, audience, live.now());
  if (!first.ok) return first;
  const about = caseNamed(live.picture, wanted)?.id;
  if (about === undefined) return refuse('UNKNOWN_CASE');
  const text = await texts.keepSome(reason, live.now(), 'glass-reason', about);
  return live.carryOut({
    ...asker,
    decide: (picture, now) => breakGlass(picture, { ...tried, case: about, text }, audience, now),
    answer: (picture) => {
      const one = picture.cases[about];
      const glass = one?.opened?.find((broken) => broken.id === id);
      if (one === undefined || glass === undefined) throw new Error('expected it to be there');
      return { case: about, number: one.number, glass: viewGlass(glass, texts.atHand) };
    },
  });
}
