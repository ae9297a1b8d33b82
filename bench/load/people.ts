/** Who looks: an account and a session for each dashboard, made beside the password, which takes long to hash on purpose. */
import { createHmac } from 'node:crypto';
import { seedRegions } from '../../seed/facilities.ts';
import { seedRooms } from '../../seed/rooms.ts';
import { dutchCountry } from '../../seed/simulator/world.ts';
import type { Access } from '../../server/access/access.ts';

interface Person {
  role: 'viewer' | 'chair' | 'hospital' | 'dispatcher';
  scope: { room: string | null; facilities: string[]; regions: string[] | 'nation' };
}

/** Of each twenty: three readers and one chair of the nation, three chairs of a region, nine of a hospital, four of a dispatch room. */
const TWENTY = 'rrrnRRRhhhhhhhhhdddd';

export function person(nth: number): Person {
  const nowhere = { room: null, facilities: [], regions: [] };
  const turn = Math.floor(nth / TWENTY.length);
  const place = nth % TWENTY.length;
  const kind = TWENTY[place];
  const take = <T>(all: readonly T[]): T => {
    const first = TWENTY.indexOf(kind ?? '');
    const count = TWENTY.split(kind ?? '').length - 1;
    return all[(turn * count + place - first) % all.length] as T;
  };
  if (kind === 'n') return { role: 'chair', scope: { ...nowhere, regions: 'nation' } };
  if (kind === 'R')
    return { role: 'chair', scope: { ...nowhere, regions: [take(seedRegions()).id] } };
  if (kind === 'h') {
    const hospitals = dutchCountry().facilities.filter((one) => one.unitKinds.length > 0);
    return { role: 'hospital', scope: { ...nowhere, facilities: [take(hospitals).id] } };
  }
  if (kind === 'd')
    return { role: 'dispatcher', scope: { ...nowhere, room: take(seedRooms()).id } };
  return { role: 'viewer', scope: nowhere };
}

/** The cookie of each. */
export async function openSessions({ auth }: Access, count: number): Promise<string[]> {
  const { internalAdapter, secret, authCookies } = await auth.$context;
  const cookies: string[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const { role, scope } = person(nth);
    const email = `bench-${nth}@bench.example`;
    const account = { email, name: email, emailVerified: true, active: true, role };
    const user = await internalAdapter.createUser(
      { ...account, scope: JSON.stringify(scope) },
      { method: 'email-password' },
    );
    const { token } = await internalAdapter.createSession(user.id);
    const signature = createHmac('sha256', secret).update(token).digest('base64');
    cookies.push(`${authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${signature}`)}`);
  }
  return cookies;
}
