import { describe, expect, it } from 'vitest';
import {
  ACCESS,
  ACTIONS,
  audienceOf,
  KEY_ACTIONS,
  may,
  mayStep,
  NO_SCOPE,
  reachOf,
  type Action,
  type Principal,
  type Target,
} from '#domain/access/table.ts';
import { audienceKey, projectPicture } from '#domain/audience/project.ts';
import type { Picture } from '#domain/picture.ts';
import { ROLES } from '#domain/words.ts';
import { aFacility, SBP_84 } from '../builders.ts';
import { PEOPLE } from '../support/land.ts';
import { after, anOpenCase, aPicture, chosen, withCases } from '../support/pictures.ts';

/** A case of room-1 in `west`; decided, it goes to h-1 in `north`, then to h-4 in `east`. */
const TIMES = { 'h-1': 10, 'h-4': 30 };
const open = withCases(
  aPicture([
    aFacility({ id: 'h-1', region: 'north' }),
    aFacility({ id: 'h-4', region: 'east' }),
    aFacility({ id: 'h-2', region: 'south' }),
  ]),
  anOpenCase(TIMES, SBP_84, { region: 'west' }),
);
const decided = after(open, chosen(open, 'h-1'));
const rerouted = after(decided, chosen(decided, 'h-4', { serial: 2, overrideReason: 'WEATHER' }));

const target = (picture: Picture): Target => {
  const one = picture.cases['case-1'];
  if (one === undefined) throw new Error('no case');
  return { kind: 'case', one, picture };
};
const key = (actions: Action[], scope: Partial<Principal['scope']>): Principal => ({
  ...PEOPLE['key-4'],
  scope: { ...NO_SCOPE, ...scope, actions },
});
const chair = (regions: string[]): Principal => ({
  ...PEOPLE['chair-west'],
  scope: { ...NO_SCOPE, regions },
});

describe('who sees a case', () => {
  const people: [string, Principal, string, string, string][] = [
    // Who, while it is open, when it goes to h-1, after it went on to h-4.
    ['the room that opened it', PEOPLE['dispatch-1'], 'seen', 'seen', 'seen'],
    ['another room', PEOPLE['dispatch-2'], 'hidden', 'hidden', 'hidden'],
    [
      'the first hospital, which keeps what it was told',
      PEOPLE['hospital-1'],
      'hidden',
      'seen',
      'seen',
    ],
    ['a hospital that it never went to', PEOPLE['hospital-23'], 'hidden', 'hidden', 'hidden'],
    ['a key of the second hospital', PEOPLE['key-4'], 'hidden', 'hidden', 'seen'],
    ['a key that was not given cases', PEOPLE['key-blind'], 'hidden', 'hidden', 'hidden'],
    ['the chair of its region', PEOPLE['chair-west'], 'seen', 'seen', 'seen'],
    ['the chair of the first hospital', chair(['north']), 'hidden', 'seen', 'seen'],
    ['the chair of the second hospital', chair(['east']), 'hidden', 'hidden', 'seen'],
    ['the chair of another region', chair(['south']), 'hidden', 'hidden', 'hidden'],
    ['the chair of the nation', PEOPLE['chair-nation'], 'seen', 'seen', 'seen'],
    ['an administrator: no cases', PEOPLE.administrator, 'hidden', 'hidden', 'hidden'],
    ['a viewer', PEOPLE.viewer, 'hidden', 'hidden', 'hidden'],
  ];
  it.each(people)('%s', (_name, who, ...expected) => {
    const pictures = [open, decided, rerouted];
    const seen = pictures.map((picture) =>
      may(who, 'case.read', target(picture)) === 'hidden' ? 'hidden' : 'seen',
    );
    expect(seen).toEqual(expected);
    // What the table says, the projection does.
    const shown = pictures.map(
      (picture) => Object.keys(projectPicture(picture, audienceOf(who)).cases).length > 0,
    );
    expect(shown).toEqual(expected.map((word) => word === 'seen'));
  });

  it('a hospital that lost it sees what it was told, not where it went', () => {
    const seen = projectPicture(rerouted, audienceOf(PEOPLE['hospital-1'])).cases['case-1'];
    expect(seen).toMatchObject({
      status: 'cancelled',
      decision: { facility: 'h-1' },
      lost: {},
      travelTimes: null,
    });
    expect(JSON.stringify(seen)).not.toContain('h-4');
  });

  it('travel times go to the room that ranks only', () => {
    const times = (who: Principal) =>
      projectPicture(open, audienceOf(who)).cases['case-1']?.travelTimes;
    expect(times(PEOPLE['dispatch-1'])).not.toBeNull();
    expect(times(PEOPLE['chair-nation'])).toBeNull();
  });

  it('who is inbound is not shown to a viewer, and to others without the case where that is hidden', () => {
    const claim = (who: Principal) =>
      projectPicture(decided, audienceOf(who)).facilities['h-1']?.claims[0];
    expect(claim(PEOPLE.viewer)).toMatchObject({ case: null, etaAt: null });
    expect(claim(PEOPLE['dispatch-2'])).toMatchObject({ case: null });
    expect(claim(PEOPLE['dispatch-2'])?.etaAt).not.toBeNull();
    expect(claim(PEOPLE['hospital-1'])).toMatchObject({ case: 'case-1' });
  });
});

describe('who does what to a case', () => {
  const CASE_ACTIONS = [
    'case.read',
    'case.revise',
    'case.decide',
    'case.step',
    'case.acknowledge',
    'decision.explain',
  ] as const;
  it.each<[string, Principal, string[]]>([
    [
      'its room',
      PEOPLE['dispatch-1'],
      ['allowed', 'allowed', 'allowed', 'allowed', 'forbidden', 'allowed'],
    ],
    ['another room', PEOPLE['dispatch-2'], Array<string>(6).fill('hidden')],
    [
      'the chosen hospital',
      PEOPLE['hospital-1'],
      ['allowed', 'forbidden', 'forbidden', 'allowed', 'allowed', 'forbidden'],
    ],
    [
      'the chair of its region',
      PEOPLE['chair-west'],
      ['allowed', ...Array<string>(5).fill('forbidden')],
    ],
    ['an administrator', PEOPLE.administrator, Array<string>(6).fill('hidden')],
    ['a viewer', PEOPLE.viewer, Array<string>(6).fill('hidden')],
    [
      'a key of its room',
      key(['case.read', 'case.decide'], { room: 'room-1' }),
      ['allowed', 'forbidden', 'allowed', 'forbidden', 'forbidden', 'forbidden'],
    ],
  ])('%s', (_name, who, expected) => {
    expect(CASE_ACTIONS.map((action) => may(who, action, target(decided)))).toEqual(expected);
  });

  it('a hospital that lost it may read it and no more', () => {
    const verdicts = CASE_ACTIONS.map((action) =>
      may(PEOPLE['hospital-1'], action, target(rerouted)),
    );
    expect(verdicts).toEqual(['allowed', ...Array<string>(5).fill('forbidden')]);
  });

  it('a hospital says where the patient is; whether the journey goes on is the room’s word', () => {
    const steps = ['en-route', 'arrived', 'handed-over', 'cancelled', 're-routed'] as const;
    const verdicts = (who: Principal) => steps.map((step) => mayStep(who, step, target(decided)));
    expect(verdicts(PEOPLE['dispatch-1'])).toEqual(Array(5).fill('allowed'));
    expect(verdicts(PEOPLE['hospital-1'])).toEqual([
      'forbidden',
      'allowed',
      'allowed',
      'forbidden',
      'forbidden',
    ]);
    expect(verdicts(PEOPLE['dispatch-2'])).toEqual(Array(5).fill('hidden'));
  });

  it('a key speaks of a patient only while its hospital is the chosen one', () => {
    const machine = key(['case.read', 'case.step'], { facilities: ['h-1'] });
    const arrived = (picture: Picture) => mayStep(machine, 'arrived', target(picture));
    expect([arrived(decided), arrived(rerouted)]).toEqual(['allowed', 'forbidden']);
  });
});

describe('who writes figures', () => {
  const own: Target = { kind: 'facility', id: 'h-1' };
  it.each<[string, Principal, string]>([
    ['the hospital itself', PEOPLE['hospital-1'], 'allowed'],
    ['another hospital', PEOPLE['hospital-23'], 'forbidden'],
    ['a dispatcher', PEOPLE['dispatch-1'], 'forbidden'],
    ['a chair', PEOPLE['chair-nation'], 'forbidden'],
    ['an administrator', PEOPLE.administrator, 'forbidden'],
    ['a viewer', PEOPLE.viewer, 'forbidden'],
    ['a key for it', key(['unit.write', 'stop.write'], { facilities: ['h-1'] }), 'allowed'],
    ['a key for another', key(['unit.write', 'stop.write'], { facilities: ['h-2'] }), 'forbidden'],
    ['a key for it, for reading', key(['case.read'], { facilities: ['h-1'] }), 'forbidden'],
  ])('%s', (_name, who, expected) => {
    expect(may(who, 'unit.write', own)).toBe(expected);
    expect(may(who, 'stop.write', own)).toBe(expected);
  });
});

describe('the table', () => {
  it('lets everybody signed in read and follow the capacity picture', () => {
    for (const who of Object.values(PEOPLE))
      for (const action of ['picture.read', 'live.follow', 'ledger.read'] as const)
        expect(may(who, action)).toBe('allowed');
  });

  it('keeps accounts, keys and the policy to administrators', () => {
    for (const role of ROLES)
      for (const action of ['accounts.manage', 'keys.manage', 'policy.manage'] as const)
        expect(ACCESS[role][action] !== undefined).toBe(role === 'administrator');
  });

  it('allows nothing that it does not name, and a key nothing that it was not given', () => {
    const bare = key([], { facilities: ['h-1'], room: 'room-1' });
    const basic = ['picture.read', 'live.follow', 'ledger.read'];
    expect(ACTIONS.filter((action) => reachOf(bare, action) !== null)).toEqual(basic);
    const all = key([...ACTIONS], { facilities: ['h-1'], room: 'room-1' });
    expect(ACTIONS.filter((action) => reachOf(all, action) !== null).sort()).toEqual(
      [...KEY_ACTIONS].sort(),
    );
    expect(ACTIONS.filter((action) => reachOf(PEOPLE.viewer, action) !== null)).toEqual([
      ...basic,
      'account.own',
    ]);
  });

  it('gives nothing to a room or a hospital that speaks for none', () => {
    const roomless: Principal = { ...PEOPLE['dispatch-1'], scope: NO_SCOPE };
    const homeless: Principal = { ...PEOPLE['hospital-1'], scope: NO_SCOPE };
    expect(may(roomless, 'case.open')).toBe('forbidden');
    expect(may(roomless, 'case.read', target(decided))).toBe('hidden');
    expect(may(homeless, 'unit.write')).toBe('forbidden');
  });

  it('puts equal audiences into one room, and unequal ones never', () => {
    const turned: Principal = {
      ...PEOPLE['hospital-23'],
      scope: { ...NO_SCOPE, facilities: ['h-3', 'h-2'] },
    };
    expect(audienceKey(audienceOf(turned))).toBe(audienceKey(audienceOf(PEOPLE['hospital-23'])));
    const { 'key-blind': blind, administrator, ...others } = PEOPLE;
    // Both see that somebody is inbound, and no case.
    expect(audienceKey(audienceOf(blind))).toBe(audienceKey(audienceOf(administrator)));
    const keys = [administrator, ...Object.values(others)].map((who) =>
      audienceKey(audienceOf(who)),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});
