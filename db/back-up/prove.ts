/** What a back-up is proven by, on either database: the chain of the ledger, and that of the access log with its cuts. */
import type { LooksVerification } from '../access-log.ts';
import type { Verification } from '../ledger.ts';
import type { Ends } from './manifest.ts';
import { BackUpError } from './seal.ts';

/** @throws BackUpError when one of the two is broken; both are said when both are. */
export function provenEnds(ledger: Verification, looks: LooksVerification): Ends {
  const broken = [
    ...(ledger.intact
      ? []
      : [`the chain is broken at seq ${ledger.broken.seq}: ${ledger.broken.problem}`]),
    ...(looks.intact
      ? []
      : [`the access log is broken at look ${looks.broken.seq}: ${looks.broken.problem}`]),
  ];
  if (broken.length > 0) throw new BackUpError(broken.join('; '));
  const { seq, hash } = ledger.head;
  return { head: { seq, hash }, entries: ledger.entries, looks: looks.head };
}

/** @throws BackUpError when what was opened does not end where the manifest says. */
export function compare(manifest: Ends, found: Ends): void {
  const { head, looks } = manifest;
  if (!same(head, found.head) || found.entries !== manifest.entries)
    throw new BackUpError(`it ends at ${said(found.head)}, its manifest says ${said(head)}`);
  if (looks !== null && !same(looks, found.looks))
    throw new BackUpError(
      `its access log ends at ${said(found.looks)}, its manifest says ${said(looks)}`,
    );
}

type End = Ends['looks'];

const same = (one: End, other: End) => one?.seq === other?.seq && one?.hash === other?.hash;
const said = (end: End) => (end === null ? 'nothing' : `${end.seq} ${end.hash}`);
