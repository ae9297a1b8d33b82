/** Process: the real server with its accounts and keys, every unit with a figure, and nobody who moves anything but the benchmark. */
import { readFileSync } from 'node:fs';
import pino from 'pino';
import { seedBaseline } from '../../seed/baseline.ts';
import type { Keys } from '../../seed/simulator/driver.ts';
import { startDemo } from '../../server/demo/start.ts';
import { readSettings } from '../../server/settings.ts';
import { hospitalKey, observation } from '../support/country.ts';
import { tell, type Ready } from './messages.ts';

const demo = await startDemo(readSettings({ PORT: '0' }), {
  simulate: false,
  log: pino({ level: 'silent' }),
});
const { desk } = demo.server.app;
const units = seedBaseline().flatMap(({ facility, kind, staffed }) =>
  staffed === null ? [] : [{ facility, kind, staffed }],
);
await Promise.all(
  units.map(({ facility, kind, staffed }, nth) =>
    desk.observeUnit(
      { by: hospitalKey(facility) },
      { facility, kind, input: observation(staffed, nth), channel: 'api', ifVersion: null },
    ),
  ),
);
const keys = JSON.parse(readFileSync(demo.keysFile, 'utf8')) as Keys;
const ready: Ready = {
  url: demo.server.url,
  // Each hospital and each room is an audience of its own.
  keys: [...Object.values(keys.facilities), ...Object.values(keys.rooms)],
  updates: units.map(({ facility, kind }) => ({
    method: 'PUT',
    path: `/api/v1/facilities/${facility}/units/${kind}`,
    key: keys.facilities[facility] ?? '',
  })),
};
process.once('disconnect', () => void demo.stop().finally(() => process.exit()));
tell(ready);
