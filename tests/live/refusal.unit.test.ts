/** When a server may refuse for good: on a picture that holds all there was, and not what stands under the key already. */
import { expect, it } from 'vitest';
import { refuse, type Decided, type Refusal } from '#domain/refusal.ts';
import { EVENT_LOOP } from '../../db/clockwork.ts';
import { openSharedLedger } from '../../db/shared-ledger.ts';
import { LivePicture } from '../../server/desk/live-picture.ts';
import { NOW } from '../builders.ts';
import { note, SYSTEM } from '../db/helpers.ts';
import { SimulatedDatabase } from '../simulation/database.ts';
import { openSession } from '../simulation/session.ts';

/** A server on the database that hears no hints: it knows what others wrote when it looks, and not before. */
async function deafServer(database: SimulatedDatabase): Promise<LivePicture> {
  const session = openSession(database, {
    call: async (_what, work) => work(),
    hint: () => undefined,
    connected: () => undefined,
  });
  const ledger = await openSharedLedger(session);
  return LivePicture.open({ ledger, clock: () => NOW, shared: true });
}

const written: Decided = { ok: true, entries: [note('account:a')], guards: [] };
const answer = () => 'done';

it('what another server wrote a moment ago is not refused as unknown', async () => {
  const database = new SimulatedDatabase(EVENT_LOOP);
  const [one, other] = [await deafServer(database), await deafServer(database)];
  await one.carryOut({ by: SYSTEM, decide: () => written, answer });
  const decide = ({ seq }: { seq: number }): Decided | Refusal =>
    seq === 0 ? refuse('UNKNOWN_STOP') : written;
  expect(await other.carryOut({ by: SYSTEM, decide, answer })).toMatchObject({ ok: true });
  expect(database.head().seq).toBe(2);
});

it('of two attempts at once under one key the slower is answered as the quicker, not refused', async () => {
  const live = await deafServer(new SimulatedDatabase(EVENT_LOOP));
  const idempotency = { scope: 'system DELETE /x', key: 'k', request: 'r' };
  const quicker = () => live.carryOut({ by: SYSTEM, idempotency, decide: () => written, answer });
  const slower = await live.carryOut({
    by: SYSTEM,
    idempotency,
    async decide() {
      await quicker();
      return refuse('STOP_ALREADY_OVER');
    },
    answer,
  });
  expect(slower).toMatchObject({ ok: true, repeated: true, value: 'done' });
  expect(live.picture.seq).toBe(1);
});
