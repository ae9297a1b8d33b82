import { describe, expect, it } from 'vitest';
import { changeLines } from '#lib/dispatch/change-sentences.ts';
import { changesOf } from '#lib/dispatch/draft-parts.ts';
import { EMPTY_DRAFT, withFinding, withVital } from '#lib/dispatch/draft.ts';
import { heardIn, orderChange, type Heard, type Moment } from '#lib/dispatch/order-change.ts';
import { formats } from '#lib/words/format.ts';
import { nl } from '#lib/words/nl/index.ts';
import type { FacilityState } from '#domain/picture.ts';
import {
  aCase,
  aClaim,
  aFacility,
  aStop,
  NOW,
  PELVIS,
  rankingOf,
  SBP_84,
  SOMEBODY,
  type CaseWords,
} from '../builders.ts';

const say = { format: formats.nl, words: nl, now: NOW, nameOf: (id: string) => id.toUpperCase() };
const TIMES = { near: 8, lumc: 22, erasmus: 28 };
const near = aFacility({ id: 'near', traumaLevel: 2 });
const lumc = aFacility({ id: 'lumc' });
const erasmus = aFacility({ id: 'erasmus' });

function moment(facilities: FacilityState[], words: CaseWords): Moment {
  const one = aCase(words);
  return { ranking: rankingOf(facilities, TIMES, one), classification: one.classification };
}
const ALL = [near, lumc, erasmus];
const NOTHING = { entered: [], heard: [] };
const lines = (change: ReturnType<typeof orderChange>) =>
  change === null
    ? []
    : changeLines(change, 'nl', say).map(({ head, text }) => `${head} ${text}`.trim());

describe('why the order changed', () => {
  it('names the finding that made another hospital first', () => {
    const entered = changesOf(EMPTY_DRAFT, withVital(EMPTY_DRAFT, 'systolicBloodPressure', 84));
    const change = orderChange(moment(ALL, {}), moment(ALL, SBP_84), { entered, heard: [] });
    expect(change?.first).toEqual({ from: 'near', to: 'lumc' });
    expect(lines(change)[0]).toBe('LUMC 2 → 1. RR syst 84 is rood, ingedeeld als zwaar letsel.');
    expect(change?.moves.map((move) => move.facility)).toContain('near');
  });

  it('says that the order stays when a criterion came and nothing moved', () => {
    const before = moment(ALL, SBP_84);
    const both = { findings: { ...SBP_84.findings, injuries: ['pelvis' as const] } };
    const entered = changesOf(EMPTY_DRAFT, withFinding(EMPTY_DRAFT, 'pelvis', 'yes'));
    const change = orderChange(before, moment(ALL, both), { entered, heard: [] });
    expect(change?.reordered).toBe(false);
    expect(lines(change)).toEqual(['Bekken verdacht is rood. Volgorde blijft.']);
  });

  it('names what a hospital was charged for after news of another patient', () => {
    const heard: Heard[] = [{ of: 'claim', facility: 'lumc' }];
    const taken = [near, aFacility({ id: 'lumc', claims: [aClaim()] }), erasmus];
    const change = orderChange(moment(ALL, SBP_84), moment(taken, SBP_84), { entered: [], heard });
    const move = change?.moves.find((one) => one.facility === 'lumc');
    expect(move?.penalties.map((one) => one.code)).toContain('INBOUND');
    expect(lines(change)[0]).toMatch(/^LUMC \+5,0\. .*Al 1 patiënt onderweg/i);
  });

  it('says that a hospital drops out, why, and that it takes part again', () => {
    const down = [
      near,
      aFacility({ id: 'lumc', stops: [aStop({ scope: 'ct', reason: 'equipment' })] }),
      erasmus,
    ];
    const [open, closed] = [moment(ALL, PELVIS), moment(down, PELVIS)];
    expect(lines(orderChange(open, closed, NOTHING))).toContain(
      'LUMC valt af. CT buiten gebruik tot 15:30.',
    );
    expect(lines(orderChange(closed, open, NOTHING))[0]).toMatch(/^LUMC doet weer mee\./);
  });

  it('does not tell of a hospital that merely made room', () => {
    const down = [near, aFacility({ id: 'lumc', stops: [aStop({ scope: 'ct' })] }), erasmus];
    const change = orderChange(moment(ALL, PELVIS), moment(down, PELVIS), NOTHING);
    // Erasmus is the new first and is told of; the level 2 only moved up a place.
    expect(change?.moves.map((move) => move.facility).sort()).toEqual(['erasmus', 'lumc']);
  });

  it('is nothing when nothing changed', () => {
    expect(orderChange(moment(ALL, SBP_84), moment(ALL, SBP_84), NOTHING)).toBeNull();
  });
});

describe('what an entry tells of hospitals', () => {
  const shown = {
    cases: [],
    casesGone: [],
    facilities: [{ id: 'lumc', claims: [], stops: [], versions: {} }],
  };
  const entry = { seq: 1, at: '2026-11-18T13:00:00.000Z', by: SOMEBODY, version: 1, shown };

  it('is a claim when another case took a place', () => {
    expect(heardIn({ ...entry, kind: 'decision-made', subject: 'case:other' }, 'mine')).toEqual([
      { of: 'claim', facility: 'lumc' },
    ]);
  });
  it('is nothing when it is the own case', () => {
    expect(heardIn({ ...entry, kind: 'decision-made', subject: 'case:mine' }, 'mine')).toEqual([]);
  });
});
