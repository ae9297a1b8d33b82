/** A server that agrees to everything at once: enough to let the simulation run without one. */
import type { Action, Result, SeenRanking } from '../../seed/simulator/actions.ts';
import {
  createWorld,
  dutchCountry,
  learn,
  step,
  type Country,
  type World,
  type WorldOptions,
} from '../../seed/simulator/world.ts';

export const country: Country = dutchCountry();
/** Wednesday 18 November 2026, noon in the Netherlands. */
export const NOON = Date.parse('2026-11-18T11:00:00.000Z');
export const MINUTE = 60_000;

export interface Lived {
  world: World;
  at: number;
  actions: { at: number; action: Action }[];
}

export type Answer = (action: Action, at: number) => Result;

/** Lets a world live for some real minutes, in steps of some seconds. */
export function live(
  options: Partial<WorldOptions>,
  minutes: number,
  stepSeconds = 5,
  answer: Answer = agree(),
  told: (world: World, action: Action, at: number) => void = () => undefined,
): Lived {
  const start = options.start ?? NOON;
  const world = createWorld(country, { seed: 1, speed: 1, ...options, start });
  const actions: Lived['actions'] = [];
  let at = start;
  for (; at <= start + minutes * MINUTE; at += stepSeconds * 1000)
    for (const action of step(world, at)) {
      actions.push({ at, action });
      told(world, action, at);
      learn(world, action, answer(action, at), at);
    }
  return { world, at, actions };
}

/** Says yes; every case gets a ranking of four hospitals. */
export function agree(): Answer {
  let count = 0;
  const hospitals = country.facilities.filter((one) => one.kind === 'hospital-ed');
  const ranking = (at: number): SeenRanking => ({
    seq: count,
    at: new Date(at).toISOString(),
    candidates: [0, 1, 2, 3].map((nth) => ({
      facility: hospitals[(count + nth) % hospitals.length]?.id ?? '',
      rank: nth + 1,
      minutes: { value: 8 + 5 * nth },
    })),
  });
  return (action, at) => {
    count += 1;
    switch (action.kind) {
      case 'open-case':
        return { ok: true, data: { id: `case-${action.patient}`, ranking: ranking(at) } };
      case 'revise-case':
        return { ok: true, data: { id: action.case, ranking: ranking(at) } };
      case 'look':
        return { ok: true, data: ranking(at) };
      case 'decide': {
        const { facility, overrideReason = null } = action.body;
        const data = {
          id: `decision-${count}`,
          facility,
          overrideReason,
          overridden: overrideReason !== null,
        };
        return { ok: true, data };
      }
      case 'reread':
        return { ok: true, data: { status: 'open', decision: null, acknowledgement: null } };
      default:
        return { ok: true, data: { id: `thing-${count}` } };
    }
  };
}
