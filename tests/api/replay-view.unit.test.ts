import { describe, expect, it } from 'vitest';
import { CAPACITY_ONLY, type Audience } from '#domain/audience/project.ts';
import { classify } from '#domain/cases/rule-sets.ts';
import type { Entry } from '#domain/entries.ts';
import { EMPTY_PICTURE, type CaseState, type DecisionState } from '#domain/picture.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import { seenReplay } from '../../server/desk/replay-view.ts';
import type { Replay } from '../../server/desk/replay.ts';
import {
  aClaim,
  aFacility,
  anInput,
  minutesAgo,
  NOW,
  rankingOf,
  SBP_84,
  SOMEBODY,
} from '../builders.ts';

const input = anInput(SBP_84);

function aDecision(id: string, facility: string): DecisionState {
  return {
    id,
    case: 'case-1',
    facility,
    seq: 5,
    at: minutesAgo(9),
    decidedAt: minutesAgo(9),
    policy: { id: 'rank/1', version: 1 },
    rank: 1,
    tie: false,
    overridden: false,
    overrideReason: null,
    note: null,
    advised: facility,
    replaces: null,
    by: SOMEBODY,
  };
}

function entry(version: number, part: Pick<Entry, 'kind' | 'body'>): Entry {
  return {
    seq: version + 10,
    at: minutesAgo(10 - version),
    by: SOMEBODY,
    subject: 'case:case-1',
    version,
    also: [],
    v: 1,
    prev: 'p',
    hash: 'h',
    ...part,
  } as Entry;
}

const first = aDecision('d-1', 'h-1');
const second = aDecision('d-2', 'h-2');
const opened: CaseState = {
  ...input,
  id: 'case-1',
  number: 1,
  version: 1,
  status: 'open',
  openedAt: minutesAgo(10),
  room: 'mk-den-haag',
  region: 'west',
  position: { lat: 52, lon: 4.3 },
  place: null,
  excluded: [],
  classification: classify(input, RANK_1_POLICY),
  travelTimes: { engine: 'estimate-graph', to: {} },
  decision: null,
  claim: null,
  acknowledgement: null,
  statusAt: minutesAgo(10),
  closedAt: null,
  lost: {},
};
/** Chosen for h-1, declined there, sent to h-2 and arrived. */
const history = [
  entry(1, { kind: 'case-opened', body: { case: opened } }),
  entry(2, { kind: 'decision-made', body: { case: 'case-1', decision: first, claim: aClaim() } }),
  entry(3, {
    kind: 'case-acknowledged',
    body: {
      case: 'case-1',
      acknowledgement: {
        answer: 'declined',
        reason: null,
        facility: 'h-1',
        decision: 'd-1',
        at: minutesAgo(7),
        by: SOMEBODY,
      },
    },
  }),
  entry(4, { kind: 'decision-made', body: { case: 'case-1', decision: second, claim: aClaim() } }),
  entry(5, {
    kind: 'case-status-changed',
    body: { case: 'case-1', step: 'arrived', at: minutesAgo(5), renewed: null },
  }),
];
const { lost: _lost, ...told } = {
  ...opened,
  version: 4,
  decision: first,
  status: 'cancelled' as const,
};
const now: CaseState = {
  ...opened,
  version: 5,
  decision: second,
  status: 'arrived',
  lost: { 'h-1': told },
};

const picture = {
  ...EMPTY_PICTURE,
  facilities: {
    'h-1': aFacility({ id: 'h-1', claims: [aClaim({ case: 'case-other' })] }),
    'h-2': aFacility({ id: 'h-2' }),
  },
};
const replay: Replay = {
  identical: true,
  ranking: rankingOf([aFacility({ id: 'h-1' })], { 'h-1': 10 }),
  stored: { hash: 'x', order: [], rejected: [], software: '0' },
  differences: [],
  picture,
  at: NOW,
  case: opened,
  decision: first,
  history,
};
const seen = (audience: Partial<Audience>) =>
  seenReplay(replay, { one: now, picture }, { ...CAPACITY_ONLY, inbound: true, ...audience });
const versions = (audience: Partial<Audience>) => seen(audience).history.map((one) => one.seq - 10);

describe('a decision looked back at', () => {
  it('shows the room that opened the case all of its entries', () => {
    expect(versions({ room: 'mk-den-haag' })).toEqual([1, 2, 3, 4, 5]);
  });

  it('shows a hospital that lost the patient what it was told, not where the patient went', () => {
    expect(versions({ facilities: ['h-1'] })).toEqual([1, 2, 3]);
  });

  it('does not show the hospital that got the patient who was asked before it', () => {
    expect(versions({ facilities: ['h-2'] })).toEqual([1, 4, 5]);
  });

  it('shows nothing of the case to whom it is not theirs', () => {
    expect(versions({ facilities: ['h-9'] })).toEqual([]);
  });

  it('keeps travel times, and cases that are not theirs, out of it', () => {
    const shown = seen({ facilities: ['h-2'] });
    expect(shown.case).not.toHaveProperty('travelTimes');
    expect(shown.facilities.flatMap((one) => one.claims).map((claim) => claim.case)).toEqual([
      null,
    ]);
  });
});
