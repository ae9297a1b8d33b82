/** Things that there are, which belong to others or lie under something else than what is asked. */
import { aPairedScreen } from '../walls/hands.ts';
import type { Harness } from './harness.ts';
import type { Place } from './id-places.ts';
import { aKey, anAccount } from './role-hands.ts';

export type Others = Record<string, string>;

/** Of each kind one: what the north has, of which the west knows nothing. */
export async function makeOthers(h: Harness): Promise<Others> {
  const facility = 'umcg';
  const region = h.app.live.picture.facilities[facility]?.region ?? '';
  const position = { lat: 53.2194, lon: 6.5665 };
  const opened = await h.send('dispatcherNoord', 'POST', '/api/v1/cases', { position });
  const { id } = opened.body as { id: string };
  const made = await h.send('dispatcherNoord', 'POST', `/api/v1/cases/${id}/decisions`, {
    ...{ facility, seq: h.app.live.picture.seq, overrideReason: 'CREW_JUDGEMENT' },
  });
  const account = await anAccount(h);
  const { internalAdapter } = await h.app.access.auth.$context;
  const stop = await h.send('hospitalHaga', 'POST', '/api/v1/facilities/haga-leyweg/stops', {
    ...{ scope: 'ct', level: 'impending', reason: 'equipment' },
    until: new Date(h.clock.now + 24 * 3_600_000).toISOString(),
  });
  const ids = {
    ...{ facility, region, room: 'mk-noord-nederland', case: id, account, key: await aKey(h) },
    ...{ decision: (made.body as { id: string }).id, stop: (stop.body as { id: string }).id },
    session: (await internalAdapter.createSession(account)).id,
    wall: (await aPairedScreen(h, 'administrator', { regions: [region] })).id,
  };
  for (const [kind, one] of Object.entries(ids))
    if (one === undefined || one === '') throw new Error(`no ${kind}`);
  return ids;
}

/** Writes by which one may well name what `makeOthers` made. */
const NAMES_ANY = [
  // The asker's own: it is asked by somebody of the north.
  'post /api/v1/break-glass body /case',
  'post /api/v1/cases/{case}/decisions body /facility',
  'put /api/v1/cases/{case} body /excluded/*/facility',
];
const PUBLIC = ['facility', 'region', 'room'];

/** Null where all that there are of a kind are for this one to write, or there is none beside the own. */
export function anotherOf(
  route: string,
  { name, kind }: Place,
  others: Others,
  isAdministrator: boolean,
): string | null {
  const reads = route.startsWith('get ');
  if (!reads && isAdministrator && (PUBLIC.includes(kind) || kind in OF_ADMINISTRATORS))
    return null;
  if (NAMES_ANY.includes(`${route} ${name}`)) return null;
  return others[kind] ?? null;
}
const OF_ADMINISTRATORS = { account: true, key: true, wall: true };
