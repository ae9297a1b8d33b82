/**
 * A real server for the journeys, in a process of its own so that it can be killed: arguments are port, address of the database,
 * `empty` for one without people or `demo`, and other settings as JSON. A line on its input says how many milliseconds its clock is
 * ahead from then on.
 */
import { createInterface } from 'node:readline';
import { makeAccounts } from '../../server/demo/accounts.ts';
import { SYSTEM } from '../../server/desk/clerk.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer } from '../../server/start.ts';
import { seedRooms } from '../../seed/rooms.ts';

const [port = '0', database = '', people, others = '{}'] = process.argv.slice(2);
const empty = people === 'empty';
const settings = readSettings({
  PORT: port,
  DATABASE_URL: database,
  WEBHOOK_ALLOW: 'localhost',
  ...(JSON.parse(others) as Record<string, string>),
  ...(process.env['PUBLIC_URL'] === undefined ? {} : { PUBLIC_URL: process.env['PUBLIC_URL'] }),
});
let aheadMs = 0;
createInterface({ input: process.stdin }).on('line', (line) => (aheadMs = Number(line)));
const server = await startServer(settings, { demo: !empty, clock: () => Date.now() + aheadMs });

/** Only a fresh database lacks its accounts; a restarted server finds them. */
if (empty) console.log(`link ${server.firstAdministratorLink ?? ''}`);
else if (server.firstAdministratorLink !== null) {
  const { access, desk, live } = server.app;
  await makeAccounts(access.accounts, desk, 'journeys-only');
  const facilities = Object.values(live.picture.facilities).map((one) => one.id);
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const issue = (name: string, scope: Parameters<typeof access.keys.issue>[0]['scope']) =>
    access.keys.issue({ name, scope, expiresAt, createdBy: SYSTEM.id });
  const hospitals = await issue('all hospitals', {
    actions: ['unit.write', 'stop.write', 'case.read', 'case.acknowledge'],
    facilities,
    room: null,
  });
  const room = await issue('a room', {
    actions: ['case.open', 'case.read', 'case.revise', 'case.decide', 'case.step'],
    facilities: [],
    room: seedRooms().find((one) => one.id === 'mk-den-haag')?.id ?? null,
  });
  console.log(`keys ${JSON.stringify({ hospitals: hospitals.key, room: room.key })}`);
}
console.log(`ready ${server.url}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
