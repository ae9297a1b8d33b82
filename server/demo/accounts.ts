/** The demo's accounts and keys. Addresses and scopes: contract, "Demo accounts". */
import type { Accounts } from '../access/accounts.ts';
import type { KeyRing } from '../access/keys.ts';
import type { KeyScope, PeopleRole } from '../access/scope.ts';
import type { Keys } from '../../seed/simulator/driver.ts';
import type { Desk } from '../desk/desk.ts';
import { SYSTEM } from '../desk/clerk.ts';

interface DemoAccount {
  email: string;
  role: PeopleRole;
  room?: string;
  facilities?: string[];
  regions?: string[] | 'nation';
  /** What stands behind it when the demo prints its accounts. */
  who: string;
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { email: 'admin@demo.example', role: 'administrator', who: 'administrator' },
  { email: 'chair.west@demo.example', role: 'chair', regions: ['west'], who: 'ROAZ chair, West' },
  {
    email: 'chair.nation@demo.example',
    role: 'chair',
    regions: 'nation',
    who: 'ROAZ chair, nation',
  },
  {
    email: 'dispatch.west@demo.example',
    role: 'dispatcher',
    room: 'mk-den-haag',
    who: 'dispatch room Den Haag',
  },
  {
    email: 'dispatch.noord@demo.example',
    role: 'dispatcher',
    room: 'mk-noord-nederland',
    who: 'dispatch room Noord-Nederland',
  },
  {
    email: 'hospital.lumc@demo.example',
    role: 'hospital',
    facilities: ['lumc-leiden'],
    who: 'LUMC',
  },
  {
    email: 'hospital.haga@demo.example',
    role: 'hospital',
    facilities: ['haga-leyweg'],
    who: 'Haga',
  },
  { email: 'viewer@demo.example', role: 'viewer', who: 'reads capacity only' },
];

/** @throws when an account cannot be made: the database was not a fresh one. */
export async function makeAccounts(
  accounts: Accounts,
  desk: Desk,
  password: string,
): Promise<void> {
  for (const { email, role, room = null, facilities = [], regions = [] } of DEMO_ACCOUNTS) {
    const scope = { room, facilities, regions };
    const made = await accounts.create({ email, password, role, scope });
    if (typeof made === 'string') throw new Error(`the account ${email} cannot be made: ${made}`);
    await desk.recordAccess(SYSTEM, {
      what: 'account-created',
      id: made.id,
      role,
      scope: JSON.stringify(scope),
    });
  }
}

/** The account by which the figures of the facilities are tapped: one for all, so that a demo has not to hash twenty passwords. */
export async function makeHands(
  accounts: Accounts,
  facilities: readonly string[],
  password: string,
): Promise<{ email: string; password: string }> {
  const email = 'hands@demo.example';
  const scope = { room: null, facilities: [...facilities], regions: [] };
  const made = await accounts.create({ email, password, role: 'hospital', scope });
  if (typeof made === 'string') throw new Error(`the account ${email} cannot be made: ${made}`);
  return { email, password };
}

/** A key lives no longer than a demo is likely to. */
const KEY_DAYS = 30;

/** A key for the system of every hospital and of every dispatch room, as the administrator would issue them. */
export async function issueKeys(
  ring: KeyRing,
  desk: Desk,
  facilities: readonly string[],
  rooms: readonly string[],
  now: number,
  /** Other sites that a facility's system speaks for too. */
  also: Readonly<Record<string, string[]>> = {},
): Promise<Keys> {
  const expiresAt = new Date(now + KEY_DAYS * 86_400_000).toISOString();
  const issue = async (name: string, scope: KeyScope): Promise<string> => {
    // Reckoned from the installation's secret: the same secret, the same keys.
    const { key, stored } = await ring.issue(
      { name, scope, expiresAt, createdBy: SYSTEM.id },
      true,
    );
    await desk.recordAccess(SYSTEM, {
      what: 'key-issued',
      id: stored.id,
      role: 'machine',
      scope: JSON.stringify(scope),
    });
    return key;
  };
  const ofFacilities = facilities.map(async (id): Promise<[string, string]> => [
    id,
    await issue(`simulator ${id}`, {
      actions: ['unit.write', 'stop.write', 'case.read', 'case.acknowledge'],
      facilities: [id, ...(also[id] ?? [])],
      room: null,
    }),
  ]);
  const ofRooms = rooms.map(async (id): Promise<[string, string]> => [
    id,
    await issue(`simulator ${id}`, {
      actions: [
        'case.open',
        'case.read',
        'case.revise',
        'case.decide',
        'case.step',
        'decision.explain',
      ],
      facilities: [],
      room: id,
    }),
  ]);
  return {
    facilities: Object.fromEntries(await Promise.all(ofFacilities)),
    rooms: Object.fromEntries(await Promise.all(ofRooms)),
  };
}
