/**
 * Versions of the bodies of entries, and how an older one is lifted to what is written today. What stands in the ledger is never
 * rewritten: its hashes are over what was written then. It is lifted where an entry is read, once, so that everything behind knows one
 * form of each kind. See docs/decisions/0014-bodies-have-versions.md.
 */
import type { EntryKind } from './entries.ts';

/** Makes a body of version n into one of version n + 1. Pure; a body that was written is never refused. */
export type Lift = (body: unknown) => unknown;

/** Of each kind the lifts from version 1 to 2, from 2 to 3 and so on: a kind without any is at version 1. */
export type Bodies = Readonly<Record<EntryKind, readonly Lift[]>>;

/** As they are today. The golden bodies in tests/golden fail when a body changes and its version does not. */
export const BODIES: Bodies = {
  'region-registered': [],
  'facility-registered': [],
  'policy-adopted': [],
  'installation-configured': [],
  'unit-observed': [],
  'stop-started': [],
  'stop-ended': [],
  'confirmation-asked': [],
  'feed-alarm-raised': [],
  'feed-alarm-cleared': [],
  'case-opened': [],
  'case-revised': [],
  'advice-given': [],
  'decision-made': [],
  'override-explained': [],
  'case-acknowledged': [],
  'case-status-changed': [],
  'case-archived': [],
  'glass-broken': [],
  'quality-reported': [],
  'note-written': [],
  'handover-saved': [],
  'access-changed': [],
};

/** The ledger holds what this software was made too early to understand. Passing over it would be a wrong picture. */
export class UnreadableEntry extends Error {
  override name = 'UnreadableEntry';
  readonly seq: number;

  constructor(seq: number, problem: string) {
    super(
      `entry ${seq} cannot be read: ${problem}. A newer version of Spoedkaart wrote it: start that one, or one after it`,
    );
    this.seq = seq;
  }
}

/** The version in which bodies of the kind are written. */
export function versionOf(kind: EntryKind, bodies: Bodies = BODIES): number {
  return bodies[kind].length + 1;
}

/** The body as it would be written today. @throws UnreadableEntry for a kind or a version that is not known here. */
export function liftedBody(
  { seq, kind, v }: { seq: number; kind: string; v: number },
  body: unknown,
  bodies: Bodies = BODIES,
): unknown {
  if (!Object.hasOwn(bodies, kind))
    throw new UnreadableEntry(seq, `its kind ${JSON.stringify(kind)} is unknown here`);
  const lifts = bodies[kind as EntryKind];
  if (v > lifts.length + 1)
    throw new UnreadableEntry(
      seq,
      `its body (${kind}) has version ${v}, and version ${lifts.length + 1} is the last known here`,
    );
  let lifted = body;
  for (let version = v; version <= lifts.length; version += 1)
    lifted = lifts[version - 1]?.(lifted);
  return lifted;
}
