/** What the ledger says of a case beside its looks: whether a broken glass was followed by care, and whether the case is over. */
import { ms } from '../clock.ts';
import type { Entry, EntryKind } from '../entries.ts';
import type { Actor } from '../picture.ts';
import type { Role } from '../words.ts';
import { FOLLOWS_WITHIN_MS } from './rules.ts';

/** Entries by which somebody does something for a case. */
export const CARE_ENTRIES = [
  'case-revised',
  'decision-made',
  'override-explained',
  'case-acknowledged',
  'case-status-changed',
] as const satisfies readonly EntryKind[];
export const ENDING_ENTRIES = [
  'case-status-changed',
  'case-archived',
] as const satisfies readonly EntryKind[];

/** Others can do nothing to a case: of them it can only be asked what the glass was broken for. */
const ACTS: readonly (Role | 'system')[] = ['dispatcher', 'hospital', 'machine'];
export const canAct = ({ role }: Pick<Actor, 'role'>): boolean => ACTS.includes(role);

type Told = Pick<Entry, 'kind' | 'at' | 'by' | 'body'>;

/** Whether the organisation did something for the case within a day after the glass was broken, or was given it. */
export function isFollowed(by: Actor, at: number, entries: readonly Told[]): boolean {
  const { organisation } = by;
  return (
    organisation !== null &&
    entries.some((one) => {
      const after = ms(one.at) - at;
      if (after < 0 || after > FOLLOWS_WITHIN_MS) return false;
      return one.by.organisation === organisation || givenTo(one) === organisation;
    })
  );
}

function givenTo({ kind, body }: Told): string | null {
  return kind === 'decision-made' && 'decision' in body && typeof body.decision === 'object'
    ? (body.decision?.facility ?? null)
    : null;
}

/** @param last the last of its entries that could end it */
export function isOver(last: Told | undefined): boolean {
  if (last === undefined) return false;
  const step = 'step' in last.body ? last.body.step : null;
  return last.kind === 'case-archived' || step === 'handed-over' || step === 'cancelled';
}
