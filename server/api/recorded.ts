/** Changes of accounts, keys and wall screens: they live beside the ledger; that they changed, and by whom, stands in it. */
import { accessSubject, type EntryBodies } from '#domain/entries.ts';
import type { Asker } from '../desk/parts.ts';
import { written } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';

type Change = EntryBodies['access-changed'];

/** Does the work once a key: sent again, the first answer is given and nothing is done. `answer` must hold no secret. */
export async function recorded<T>(
  { deskParts: { live, ledger } }: ApiParts,
  asker: Asker,
  work: () => Promise<{ answer: T; change: Change | Change[] }>,
): Promise<T> {
  if (asker.idempotency !== undefined) {
    const known = await ledger.recall(asker.idempotency);
    if (known.found && known.keyReused) throw new ProblemError('IDEMPOTENCY_KEY_REUSED');
    if (known.found) return known.answer as T;
  }
  const { answer, change } = await work();
  const outcome = await live.carryOut<T>({
    ...asker,
    decide: () => ({
      ok: true,
      entries: [change].flat().map((body) => ({
        kind: 'access-changed',
        subject: accessSubject(body),
        body,
      })),
      guards: [],
    }),
    answer: () => answer,
  });
  return written(outcome).value;
}
