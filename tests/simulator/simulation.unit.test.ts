import { describe, expect, it } from 'vitest';
import { openCaseSchema, reviseCaseSchema, decisionSchema } from '#domain/cases/commands.ts';
import { CLOCK_TOLERANCE_MINUTES, observationSchema } from '#domain/capacity/observe.ts';
import { stopSchema } from '#domain/stops/decide.ts';
import type { Action } from '../../seed/simulator/actions.ts';
import { CASE_LASTS_MINUTES } from '../../seed/simulator/stage.ts';
import { aboutToReport, createWorld, notice, step } from '../../seed/simulator/world.ts';
import { loadGeography } from '../../seed/geography.ts';
import { agree, country, live, MINUTE, NOON } from './fake-server.ts';

const DAY = 1440;

function only<K extends Action['kind']>(kind: K, actions: { at: number; action: Action }[]) {
  return actions.flatMap(({ at, action }) =>
    action.kind === kind ? [{ at, action: action as Extract<Action, { kind: K }> }] : [],
  );
}

describe('the simulation', () => {
  it('does the same for the same seed, times and answers', () => {
    const first = live({ seed: 7 }, 45).actions;
    expect(live({ seed: 7 }, 45).actions).toEqual(first);
    expect(live({ seed: 8 }, 45).actions).not.toEqual(first);
  });

  it('hears from every facility that has a figure within the first step', () => {
    const silent = new Set(
      country.facilities.filter((one) => one.unitKinds.length > 0).map((one) => one.id),
    );
    const { actions } = live({}, 0);
    for (const { action } of only('observe', actions)) silent.delete(action.facility);
    expect([...silent]).toEqual([]);
  });

  it('gives each demo account something to do at the start', () => {
    const { actions, world } = live({}, 1);
    const stops = only('start-stop', actions);
    expect(stops.some(({ action }) => action.facility === 'lumc-leiden')).toBe(true);
    expect(stops.some(({ action }) => action.body.level === 'stop')).toBe(true);
    const inRoom = [...world.cases.values()].filter((one) => one.room === 'mk-den-haag');
    expect(inRoom.some((one) => one.decision === null)).toBe(true);
    expect(inRoom.some((one) => one.decision !== null)).toBe(true);
  });

  it('gives each region a stop, a case and a decision in the course of a day', () => {
    const { actions } = live({ speed: 60 }, DAY / 60, 1);
    const regionOf = new Map(country.facilities.map((one) => [one.id, one.region]));
    const stops = new Set(
      only('start-stop', actions).map(({ action }) => regionOf.get(action.facility)),
    );
    const rooms = new Set(only('decide', actions).map(({ action }) => action.room));
    expect(stops.size).toBe(10);
    expect(rooms.size).toBe(10);
  });

  it('does not report for a facility that has fallen silent', () => {
    const { actions, world } = live({ seed: 3 }, 6 * 60, 10);
    const forgetful = [...world.facilities.values()].filter((one) => one.habit === 'forgetful');
    expect(forgetful.length).toBeGreaterThan(0);
    for (const { id } of forgetful) {
      const times = only('observe', actions)
        .filter(({ action }) => action.facility === id && action.unit === 'ed')
        .map(({ at }) => at);
      const longest = Math.max(...times.slice(1).map((at, nth) => at - (times[nth] ?? at)));
      expect(longest).toBeGreaterThan(20 * MINUTE);
    }
  });

  it('keeps away from a unit and a stop that a person has in hand', () => {
    const world = createWorld(country, { seed: 1, speed: 1, start: NOON });
    step(world, NOON);
    const at = NOON + 30 * MINUTE;
    expect(aboutToReport(world, at)).toContain('lumc-leiden');
    notice(world, 'lumc-leiden', { manual: ['ed'], running: [{ id: 'of-a-person', scope: 'ed' }] });
    const of = step(world, at).filter(
      (action) => 'facility' in action && action.facility === 'lumc-leiden',
    );
    expect(of.some((action) => action.kind === 'observe' && action.unit === 'trauma-bay')).toBe(
      true,
    );
    expect(of.some((action) => action.kind === 'observe' && action.unit === 'ed')).toBe(false);
    expect(of.some((action) => action.kind === 'start-stop' && action.body.scope === 'ed')).toBe(
      false,
    );
  });

  it('looks again and decides anew when a decision is refused for news', () => {
    const yes = agree();
    let refused = 0;
    const { actions } = live({ staged: false }, 60, 5, (action, at) => {
      if (action.kind !== 'decide' || refused >= 5) return yes(action, at);
      refused += 1;
      return { ok: false, status: 409, code: 'CLAIM_TAKEN' };
    });
    const cases = only('decide', actions)
      .slice(0, 5)
      .map(({ action }) => action.case);
    for (const id of cases) {
      const kinds = actions.flatMap(({ action }) =>
        'case' in action && action.case === id ? [action.kind] : [],
      );
      const at = kinds.indexOf('decide');
      expect(kinds.slice(at, at + 3)).toEqual(['decide', 'look', 'decide']);
    }
  });

  it('accepts what somebody else did to a case', () => {
    const yes = agree();
    const { world } = live({ staged: false }, 180, 5, (action, at) => {
      if (action.kind === 'status') return { ok: false, status: 409, code: 'STEP_NOT_POSSIBLE' };
      if (action.kind === 'reread')
        return { ok: true, data: { status: 'handed-over', decision: null, acknowledgement: null } };
      return yes(action, at);
    });
    const oldest = Math.min(...[...world.cases.values()].map((one) => one.number));
    expect(world.cases.size).toBeLessThan(120);
    expect(oldest).toBeGreaterThan(1);
  });
});

describe('a simulated week', () => {
  // Seven days in 168 real minutes.
  const week = live({ speed: 60, staged: false, seed: 5 }, (7 * DAY) / 60, 1);

  it('never says an impossible thing', () => {
    const geography = loadGeography();
    for (const { at, action } of week.actions) {
      if (action.kind === 'observe') {
        const { occupied, staffed, physical, available, observedAt } = observationSchema.parse(
          action.body,
        );
        expect(occupied).toBeGreaterThanOrEqual(0);
        expect(staffed).toBeLessThanOrEqual(physical ?? 0);
        expect(available).toBe(Math.max(0, (staffed ?? 0) - (occupied ?? 0)));
        if (action.unit !== 'ed') expect(occupied).toBeLessThanOrEqual(physical ?? 0);
        expect(Date.parse(observedAt ?? '')).toBeLessThan(at + CLOCK_TOLERANCE_MINUTES * MINUTE);
      } else if (action.kind === 'start-stop') {
        expect(Date.parse(stopSchema.parse(action.body).until)).toBeGreaterThan(at + MINUTE);
      } else if (action.kind === 'open-case') {
        const { position } = openCaseSchema.parse(action.body);
        expect(position !== undefined && geography.insideCountry(position)).toBe(true);
      } else if (action.kind === 'revise-case') reviseCaseSchema.parse(action.body);
      else if (action.kind === 'decide') decisionSchema.parse(action.body);
    }
  });

  it('brings as many patients as the stated rates', () => {
    const opened = only('open-case', week.actions);
    const injured = opened.filter(({ action }) => action.body.findings.mechanism !== undefined);
    // 2,700 x 0.5 + 5,000 / 365 x 10 a day.
    expect(opened.length / 7).toBeGreaterThan(1_487 * 0.9);
    expect(opened.length / 7).toBeLessThan(1_487 * 1.1);
    // Severe 137 a day, and 6 in 100 of the other 1,350 with a mechanism.
    expect(injured.length / 7).toBeGreaterThan(218 * 0.85);
    expect(injured.length / 7).toBeLessThan(218 * 1.15);
  });

  it('closes cases about as quickly as they come', () => {
    // At most some two hours' worth is open at the end.
    expect(week.world.cases.size).toBeLessThan((1_487 / DAY) * CASE_LASTS_MINUTES * 2);
  });

  it('stops emergency departments now and then, not for good', () => {
    const stops = only('start-stop', week.actions).filter(
      ({ action }) => action.body.scope === 'ed',
    );
    const hours = stops.reduce(
      (sum, { at, action }) => sum + (Date.parse(action.body.until) - at) / 3_600_000,
      0,
    );
    const share = (hours * 60) / (81 * 7 * 24);
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.25);
  });

  it('lets a scanner fail some times a week in the whole country', () => {
    const failures = only('start-stop', week.actions).filter(
      ({ action }) => action.body.reason === 'equipment',
    );
    expect(failures.length).toBeGreaterThan(15);
    expect(failures.length).toBeLessThan(90);
  });

  it('mostly follows the first of the ranking', () => {
    const decisions = only('decide', week.actions);
    const overridden = decisions.filter(
      ({ action }) => action.body.overrideReason !== undefined,
    ).length;
    expect(overridden / decisions.length).toBeGreaterThan(0.03);
    expect(overridden / decisions.length).toBeLessThan(0.12);
  });
});
