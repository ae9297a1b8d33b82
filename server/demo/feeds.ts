/** Sets up what the simulated hospitals' feeds need, as an administrator and the hospitals' own people would on their first day. */
import { APPLICATION } from '../../seed/simulator/feeds/adt.ts';
import type { FeedLines } from '../../seed/simulator/driver.ts';
import { speaksOf, STRANGER, TRY_FACILITY } from '../../seed/simulator/dialects.ts';
import { wardsOf } from '../../seed/simulator/feeds/register.ts';
import type { World } from '../../seed/simulator/world.ts';
import type { RunningServer } from '../start.ts';
import { makeHands } from './accounts.ts';

/** MSH-3 of messages that a visitor sends by hand; MSH-4 is the facility. */
export const TRY_APPLICATION = 'TRY';

/** Sites that a facility's key speaks for besides its own. */
export const ALSO = { [STRANGER.facility]: [STRANGER.second] };

/**
 * Connections and maps of places for movements, and an account for those who tap.
 * @param password of the account.
 */
export async function furnishFeeds(
  server: Pick<RunningServer, 'app' | 'mllpPort'>,
  world: World,
  dropFolder: string | null,
  password: string,
): Promise<FeedLines> {
  const { feeds, access } = server.app;
  const facilities = [...world.facilities.values()];
  for (const { id, dialect, units } of facilities) {
    const tries = id === TRY_FACILITY;
    if (dialect !== 'hl7v2' && !tries) continue;
    const spoken = units.filter(({ kind }) => speaksOf('hl7v2', kind));
    await feeds.setup.addConnection({
      facility: id,
      name: tries ? 'Somebody who tries it' : 'Simulated record system',
      application: tries ? TRY_APPLICATION : APPLICATION,
      sendingFacility: id,
      ...{ certificate: null, ackMode: 'auto', moveOnUpdate: false, bedCodes: {} },
    });
    await feeds.setup.saveMap(
      id,
      wardsOf(spoken.map(({ kind }) => kind)).map(({ pointOfCare, unit }) => ({
        ...{ pointOfCare, room: '', bed: '' },
        ...{ unit, ignored: false },
      })),
      Object.fromEntries(spoken.map(({ kind, staffed }) => [kind, staffed])),
    );
  }
  const hands = facilities.filter(({ dialect }) => dialect === 'hand').map(({ id }) => id);
  const hand = await makeHands(access.accounts, hands, password);
  return {
    mllp: server.mllpPort === null ? null : { host: '127.0.0.1', port: server.mllpPort },
    dropFolder,
    people: Object.fromEntries(hands.map((id) => [id, hand])),
  };
}
