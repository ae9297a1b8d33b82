import { describe, expect, it } from 'vitest';
import { EMPTY_PICTURE, type FacilityState, type Picture } from '#domain/picture.ts';
import type { Account, ApiKey } from '#lib/admin/access.ts';
import { curlExample } from '#lib/setup/curl.ts';
import { formOf, inputOf } from '#lib/setup/profile-form.ts';
import { nextStep, seats, setupSteps, wayOf, type SetupFacts } from '#lib/setup/steps.ts';
import { aFacility, minutesAgo, minutesAhead, NOW } from '../builders.ts';

const region = (id: string) => ({ id, name: id, networkName: id, neighbours: [], version: 1 });
const reviewed = { at: minutesAgo(1), by: 'account-1' };
const silent = { units: { ed: null, 'trauma-bay': null, icu: null, ward: null } } as const;
const never = {
  ...silent.units,
  'operating-room': null,
  'acute-ward': null,
};

function aPicture(facilities: FacilityState[], homeRegions?: string[]): Picture {
  return {
    ...EMPTY_PICTURE,
    regions: { west: region('west'), oost: region('oost') },
    facilities: Object.fromEntries(facilities.map((one) => [one.id, one])),
    ...(homeRegions === undefined ? {} : { homeRegions }),
  };
}
const anAccount = (over: Partial<Account>): Account => ({
  id: 'a',
  email: 'a@b.example',
  role: 'viewer',
  scope: { room: null, facilities: [], regions: [] },
  active: true,
  provided: false,
  secondFactor: false,
  createdAt: minutesAgo(1),
  invitedUntil: null,
  ...over,
});
const scope = { room: null, facilities: [], regions: [] as string[] };
const aKey = (over: Partial<ApiKey> = {}): ApiKey => ({
  id: 'k',
  name: 'k',
  prefix: 'spk_',
  scope: { actions: ['unit.write'], facilities: ['h-1'], room: null },
  createdAt: minutesAgo(1),
  expiresAt: minutesAhead(60),
  revokedAt: null,
  rotatedAt: null,
  previous: null,
  lastUsedAt: null,
  ...over,
});
const facts = (over: Partial<SetupFacts>): SetupFacts => ({
  picture: aPicture([aFacility()], ['west']),
  rooms: [
    { id: 'mk-west', name: 'West', regions: ['west'] },
    { id: 'mk-oost', name: 'Oost', regions: ['oost'] },
  ],
  accounts: [],
  keys: [],
  now: NOW,
  ...over,
});
const doneOf = (given: SetupFacts) =>
  Object.fromEntries(setupSteps(given).map((step) => [step.name, step.done]));

describe('the steps of the set-up', () => {
  it('are all open while no region is chosen, although nothing is known to be needed', () => {
    const steps = setupSteps(facts({ picture: aPicture([aFacility()]) }));
    expect(steps.map((step) => step.done)).toEqual([false, false, false, false, false]);
    expect(nextStep(steps)).toBe('region');
  });

  it('count only the hospitals of the home regions', () => {
    const elsewhere = aFacility({ id: 'h-2', region: 'oost' });
    const base = aFacility({ id: 'mmt', kind: 'mmt-base' });
    const picture = aPicture([aFacility({ reviewed }), elsewhere, base], ['west']);
    expect(setupSteps(facts({ picture }))[1]).toMatchObject({ part: 1, of: 1, done: true });
  });

  it('need a chair, the rooms that serve the region and an account for each hospital', () => {
    expect(seats(facts({})).map(({ role, id, taken }) => [role, id, taken])).toEqual([
      ['chair', 'west', 'no'],
      ['dispatcher', 'mk-west', 'no'],
      ['hospital', 'h-1', 'no'],
    ]);
    const accounts = [
      anAccount({ role: 'chair', scope: { ...scope, regions: 'nation' } }),
      anAccount({ role: 'dispatcher', scope: { ...scope, room: 'mk-west' }, active: false }),
      anAccount({
        role: 'hospital',
        scope: { ...scope, facilities: ['h-1'] },
        invitedUntil: minutesAhead(60),
      }),
    ];
    expect(seats(facts({ accounts })).map((seat) => seat.taken)).toEqual(['yes', 'no', 'invited']);
  });

  it('ask no account and no figure of a hospital that takes no part, but do ask to check it', () => {
    const picture = aPicture([aFacility({ active: false })], ['west']);
    expect(seats(facts({ picture })).map((seat) => seat.role)).toEqual(['chair', 'dispatcher']);
    const [, facilities, , keys, heard] = setupSteps(facts({ picture }));
    expect([facilities?.of, keys?.of, heard?.of]).toEqual([1, 0, 0]);
  });

  it('see a hospital report by feed, by hand, or not at all', () => {
    const hand = [anAccount({ role: 'hospital', scope: { ...scope, facilities: ['h-1'] } })];
    expect(wayOf(facts({}), 'h-1')).toBe('none');
    expect(wayOf(facts({ accounts: hand }), 'h-1')).toBe('hand');
    expect(wayOf(facts({ keys: [aKey()] }), 'h-1')).toBe('feed');
    const none = { actions: ['metrics.read' as const], facilities: ['h-1'], room: null };
    for (const dead of [
      { revokedAt: minutesAgo(1) },
      { expiresAt: minutesAgo(1) },
      { scope: none },
    ])
      expect(wayOf(facts({ keys: [aKey(dead)] }), 'h-1')).toBe('none');
  });

  it('stay open as long as a hospital never reported, and come undone by themselves', () => {
    const quiet = aPicture([aFacility({ units: never, reviewed })], ['west']);
    expect(doneOf(facts({ picture: quiet }))).toMatchObject({ facilities: true, silent: false });
    const heard = aPicture([aFacility({ units: { ...never, icu: {} }, reviewed })], ['west']);
    expect(doneOf(facts({ picture: heard })).silent).toBe(true);
    const added = aPicture([aFacility({ reviewed }), aFacility({ id: 'h-2' })], ['west']);
    expect(doneOf(facts({ picture: added })).facilities).toBe(false);
  });
});

describe('the form of a profile', () => {
  it('gives back what it was made of, and leaves the default rhythm unsaid', () => {
    const facility = aFacility({
      rhythmMinutes: { ed: 15 },
      ambulanceHours: { from: '08:00', to: '22:00', days: [1, 2] },
      capabilities: { helipad: null, burns: false },
    });
    const input = inputOf(formOf(facility));
    expect(input).toMatchObject({
      shortName: facility.shortName,
      traumaLevel: facility.traumaLevel,
      rhythmMinutes: { ed: 15 },
      ambulanceHours: facility.ambulanceHours,
      capabilities: facility.capabilities,
    });
    expect(new Set(input.unitKinds)).toEqual(new Set(facility.units.map((unit) => unit.kind)));
  });
});

describe('the call that comes with a key', () => {
  it('can be pasted as it stands', () => {
    expect(curlExample('https://spoed.example', 'lumc-leiden', 'icu', 'spk_x')).toBe(
      [
        "curl -X PUT 'https://spoed.example/api/v1/facilities/lumc-leiden/units/icu' \\",
        "  -H 'Authorization: Bearer spk_x' \\",
        "  -H 'Content-Type: application/json' \\",
        `  -d '{"status":"open","staffed":12,"available":3}'`,
      ].join('\n'),
    );
  });
});
