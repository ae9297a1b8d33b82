/** The lane's groups, and what a dispatcher must hear of when it becomes true. */
import { describe, expect, it } from 'vitest';
import { lookAt, raisedBetween } from '#lib/dispatch/alarms.ts';
import { groupOf, laneOf } from '#lib/dispatch/lane.ts';
import { soundOf, TONES, webPlayer } from '#lib/dispatch/sounds.ts';
import type { Strip } from '#lib/dispatch/strips.ts';
import { EMPTY_PICTURE } from '#domain/picture.ts';

const NOW = 1_000_000_000;

const strip = (over: Partial<Strip> = {}): Strip => ({
  id: 'c1',
  number: '0001',
  urgency: 'A1',
  category: 'TRAUMA_SEVERE',
  place: 'Leiden',
  destination: 'LUMC',
  status: 'decided',
  answer: 'none',
  etaAt: NOW + 600_000,
  openedAt: NOW - 300_000,
  decidedAt: NOW - 60_000,
  overdue: false,
  owes: false,
  timer: null,
  urgent: false,
  closedAt: null,
  ...over,
});

describe('a case in the lane', () => {
  it('stands in the group that says what it needs, the most pressing first', () => {
    const groups = [
      strip({ status: 'open', destination: null, decidedAt: null }),
      strip({ answer: 'declined', owes: true }),
      strip({ overdue: true, answer: 'accepted' }),
      strip(),
      strip({ answer: 'accepted', owes: true }),
      strip({ answer: 'accepted', status: 'en-route' }),
      strip({ status: 'arrived' }),
      strip({ status: 'arrived', owes: true }),
      strip({ status: 'handed-over', closedAt: NOW }),
    ].map(groupOf);
    expect(groups).toEqual([
      'undecided',
      'refused',
      'overdue',
      'waiting',
      'owes',
      'on-way',
      'arrived',
      'owes',
      'done',
    ]);
  });

  it('is nowhere in an empty picture, and an empty lane needs nobody', () => {
    const empty = { groups: [], order: [], needing: [], open: 0 };
    expect(laneOf(null, null, NOW)).toEqual(empty);
    expect(laneOf(EMPTY_PICTURE, null, NOW)).toEqual(empty);
  });
});

const none = new Map<string, string>();
const raised = (before: Strip[] | null, after: Strip[], lost = none, lostBefore = none) =>
  raisedBetween(
    before === null ? null : lookAt(before, lostBefore),
    lookAt(after, lost),
    after,
    lost,
  ).map(({ alarm, hospital }) => [alarm, hospital]);

describe('what is raised', () => {
  it('is a refusal, a lost place and an overdue arrival, each once, when it becomes true', () => {
    const declined = strip({ answer: 'declined' });
    expect(raised([strip()], [declined])).toEqual([['refused', 'LUMC']]);
    expect(raised([declined], [declined])).toEqual([]);
    expect(raised([strip()], [strip({ overdue: true })])).toEqual([['overdue', 'LUMC']]);
    const lost = new Map([['c1', 'HMC']]);
    expect(raised([strip()], [strip()], lost)).toEqual([['claim-lost', 'HMC']]);
    expect(raised([strip()], [strip()], lost, lost)).toEqual([]);
  });

  it('is nothing at the first look, nor of a case that is closed', () => {
    expect(raised(null, [strip({ answer: 'declined' })])).toEqual([]);
    expect(raised([strip()], [strip({ answer: 'declined', closedAt: NOW })])).toEqual([]);
  });

  it('is raised again when a second hospital refuses', () => {
    expect(raised([strip({ destination: 'HMC' })], [strip({ answer: 'declined' })])).toHaveLength(
      1,
    );
  });

  it('sounds as one alarm, the gravest', () => {
    expect(soundOf([])).toBeNull();
    expect(soundOf([{ alarm: 'overdue' }, { alarm: 'refused' }])).toBe('refused');
  });
});

/** As much of Web Audio as a tone needs. */
function fakeAudio(state: 'running' | 'suspended') {
  const made = { contexts: 0, tones: [] as number[], loudest: 0 };
  const open = () => {
    made.contexts += 1;
    const context = {
      state,
      currentTime: 1,
      destination: {},
      resume: () => {
        context.state = 'running';
        return Promise.resolve();
      },
      createGain: () => ({
        gain: {
          setValueAtTime: (value: number) => (made.loudest = Math.max(made.loudest, value)),
          linearRampToValueAtTime: (value: number) =>
            (made.loudest = Math.max(made.loudest, value)),
        },
        connect: () => undefined,
      }),
      createOscillator: () => {
        const frequency = { value: 0 };
        return {
          frequency,
          connect: (to: unknown) => to,
          start: () => made.tones.push(frequency.value),
          stop: () => undefined,
        };
      },
      close: () => Promise.resolve(),
    };
    return context as unknown as AudioContext;
  };
  return { made, player: webPlayer(open) };
}

describe('the player', () => {
  it('opens nothing before somebody wants a sound, then plays short and quiet', () => {
    const { made, player } = fakeAudio('running');
    expect(made.contexts).toBe(0);
    player.play(TONES.refused);
    expect(made.contexts).toBe(1);
    expect(made.tones).toEqual([660, 440]);
    expect(made.loudest).toBeLessThan(0.1);
    for (const tones of Object.values(TONES))
      for (const { start, length } of tones) expect(start + length).toBeLessThan(0.5);
  });

  it('stays silent until a key or a press woke it', async () => {
    const { made, player } = fakeAudio('suspended');
    player.play(TONES.refused);
    expect(made.tones).toEqual([]);
    await player.wake();
    player.play(TONES.overdue);
    expect(made.tones).toHaveLength(2);
  });
});
