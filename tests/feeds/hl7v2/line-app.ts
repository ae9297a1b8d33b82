/** The server's parts without HTTP, outside the test runner too, with a system that may send movements for one facility. */
import type { Logger } from 'pino';
import type { Stores } from '../../../db/open.ts';
import { loadGeography } from '../../../seed/geography.ts';
import { seedProvenance } from '../../../seed/provenance.ts';
import { loadSkeleton } from '../../../seed/roads.ts';
import { seedRooms } from '../../../seed/rooms.ts';
import { dutchSeed } from '../../../seed/seed.ts';
import { createApp, type App } from '../../../server/app.ts';
import { createTravel } from '../../../server/travel/index.ts';

export const FACILITY = 'lumc-leiden';
const ORIGIN = 'http://spoedkaart.test';

/** @param clock milliseconds; default the machine's. */
export async function openApp(stores: Stores, log: Logger, clock = Date.now): Promise<App> {
  const geography = loadGeography();
  const app = await createApp({
    stores,
    seed: dutchSeed(),
    geography,
    rooms: seedRooms(),
    provenance: seedProvenance(),
    travel: (live) =>
      createTravel({
        geography,
        skeleton: loadSkeleton(),
        destinations: () => Object.values(live.picture.facilities),
      }),
    secret: '7'.repeat(64),
    baseUrl: ORIGIN,
    trustedOrigins: [ORIGIN],
    log,
    clock,
    version: 'test',
    demo: false,
  });
  await app.feeds.setup.addConnection({
    facility: FACILITY,
    name: 'HiX',
    application: 'HIX',
    sendingFacility: 'ZHX',
    ...{ certificate: null, ackMode: 'auto', moveOnUpdate: false, bedCodes: {} },
  });
  await app.feeds.setup.saveMap(
    FACILITY,
    [{ pointOfCare: 'IC', room: '', bed: '', unit: 'icu', ignored: false }],
    { icu: 9_000 },
  );
  return app;
}
