/** Process: the real server with its connections and keys, and nobody who sends anything but the benchmark. */
import { readFileSync } from 'node:fs';
import pino from 'pino';
import type { Keys } from '../../seed/simulator/driver.ts';
import { startDemo } from '../../server/demo/start.ts';
import { readSettings } from '../../server/settings.ts';
import { tell } from '../fan-out/messages.ts';
import { FACILITIES, type Ready } from './messages.ts';

const demo = await startDemo(
  // A report of ninety is one request: the limits are for whoever asks too often, not for this.
  readSettings({ PORT: '0', RATE_LIMIT_KEY: '0' }),
  { simulate: false, log: pino({ level: 'silent' }) },
);
const { access, feeds, live } = demo.server.app;
const facilities = Object.keys(live.picture.facilities).slice(0, FACILITIES);
const { key } = await access.keys.issue({
  name: 'benchmark',
  scope: { actions: ['unit.write'], facilities, room: null },
  expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  createdBy: 'benchmark',
});
const lines = (await feeds.setup.connections()).filter(
  ({ application }) => application === 'SIM-EPD',
);
const { feeds: addresses } = JSON.parse(readFileSync(demo.keysFile, 'utf8')) as Keys;
if (!addresses?.mllp) throw new Error('nobody listens for HL7 v2');
tell({
  line: addresses.mllp,
  senders: lines.map(({ facility }) => facility),
  url: `${demo.server.url}/api/v1/feeds/fhir`,
  key,
  facilities,
} satisfies Ready);
process.once('disconnect', () => void demo.stop().finally(() => process.exit()));
