/** The desk's own state over a server in the test's hands: saving, deciding, refusals and what is kept while it is away. */
import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { classify } from '#domain/cases/rule-sets.ts';
import { rankCase } from '#domain/cases/decide.ts';
import { EMPTY_PICTURE, type CaseState, type Picture } from '#domain/picture.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import { ApiClient } from '#lib/api/client.ts';
import { CaseEditor } from '#lib/dispatch/case-editor.svelte.ts';
import { DispatchDesk, type Reach } from '#lib/dispatch/desk.svelte.ts';
import type { DeskCommand } from '#lib/dispatch/keys.ts';
import { CaseRanking } from '#lib/dispatch/case-ranking.svelte.ts';
import { DecisionFlow } from '#lib/dispatch/decision.svelte.ts';
import { withFinding, withVital } from '#lib/dispatch/draft.ts';
import { aFacility, anInput, minutesAgo, NOW, SBP_84, someTravelTimes } from '../builders.ts';

const facilities = {
  near: aFacility({ id: 'near', traumaLevel: 2 }),
  lumc: aFacility({ id: 'lumc' }),
  erasmus: aFacility({ id: 'erasmus' }),
};
const input = anInput(SBP_84);
const one: CaseState = {
  id: 'case-1',
  number: 1,
  version: 1,
  status: 'open',
  openedAt: minutesAgo(1),
  room: 'room-1',
  region: 'west',
  position: { lat: 52, lon: 4.5 },
  place: { id: 'p-1', name: 'Zevenhuizen' },
  ...input,
  excluded: [],
  classification: classify(input, RANK_1_POLICY),
  travelTimes: someTravelTimes({ near: 8, lumc: 22, erasmus: 31 }),
  decision: null,
  claim: null,
  acknowledgement: null,
  statusAt: minutesAgo(1),
  closedAt: null,
  lost: {},
};
const picture: Picture = {
  ...EMPTY_PICTURE,
  seq: 10,
  at: minutesAgo(1),
  facilities,
  cases: { 'case-1': one },
  policy: RANK_1_POLICY,
  policyVersion: 1,
};

interface Request {
  method: string;
  path: string;
  body: Record<string, unknown> | null;
  key: string | null;
  ifMatch: string | null;
}
type Reply = { status: number; body: unknown; etag?: string } | 'away';

let requests: Request[];
let reply: (request: Request) => Reply;
const api = new ApiClient(async (path, init) => {
  const headers = new Headers(init?.headers);
  const text = init?.body;
  const request: Request = {
    method: init?.method ?? 'GET',
    path: (path as string).replace('/api/v1', ''),
    body: typeof text === 'string' ? (JSON.parse(text) as Record<string, unknown>) : null,
    key: headers.get('idempotency-key'),
    ifMatch: headers.get('if-match'),
  };
  requests.push(request);
  const answer = reply(request);
  if (answer === 'away') throw new TypeError('failed to fetch');
  const etag: Record<string, string> = answer.etag === undefined ? {} : { etag: answer.etag };
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers: etag });
});

const advice = (id: string, version: number): Reply => ({
  status: 200,
  etag: `"${version}"`,
  body: { id, classification: one.classification, ranking: rankCase(picture, one, NOW) },
});
const decided = { status: 201, body: { overridden: false, overrideReason: null } };
const refused = (code: string, more: object = {}): Reply => ({
  status: 409,
  body: { code, status: 409, ...more },
});

function desk(state: CaseState | null = one) {
  const source = $state({
    picture:
      state === null ? { ...picture, cases: {} } : { ...picture, cases: { [state.id]: state } },
    now: NOW,
  });
  const editor = new CaseEditor(source, api, state);
  const ranking = new CaseRanking(source, editor);
  return { source, editor, ranking, decision: new DecisionFlow(source, editor, ranking, api) };
}

beforeEach(() => {
  requests = [];
  reply = ({ method }) => (method === 'POST' ? decided : advice('case-1', 2));
});

describe('a new case', () => {
  it('is opened at once when somebody said where, and saved whole from then on', async () => {
    const { editor } = desk(null);
    reply = ({ method }) => advice('case-9', method === 'POST' ? 1 : 2);
    editor.change((draft) => withFinding(draft, 'pelvis', 'yes'));
    expect(requests).toEqual([]);
    editor.setWhere({ place: 'p-1' }, 'Zevenhuizen');
    await editor.flush();
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: '/cases',
      body: { place: 'p-1', findings: { injuries: ['pelvis'] } },
    });
    expect(editor.id).toBe('case-9');
    editor.change((draft) => withVital(draft, 'heartRate', 124));
    await editor.flush();
    expect(requests[1]).toMatchObject({
      method: 'PUT',
      path: '/cases/case-9',
      ifMatch: '"1"',
      body: { excluded: [] },
    });
    expect(editor.save).toBe('saved');
  });

  it('keeps what was entered while the server is away, and sends it again under the same key', async () => {
    const { editor } = desk(null);
    reply = () => 'away';
    editor.setWhere({ place: 'p-1' }, 'Zevenhuizen');
    await editor.flush();
    expect(editor.save).toBe('unsaved');
    editor.change((draft) => withFinding(draft, 'pelvis', 'yes'));
    reply = () => advice('case-9', 1);
    editor.retry();
    await editor.flush();
    expect(requests[0]?.key).toBe(requests[1]?.key);
    expect(editor.draft.marks).toEqual({ pelvis: 'yes' });
    expect(requests.at(-1)).toMatchObject({
      method: 'PUT',
      body: { findings: { injuries: ['pelvis'] } },
    });
    expect(editor.save).toBe('saved');
  });
});

describe('a case that somebody else changed too', () => {
  it('holds both, and says so', async () => {
    const { editor } = desk();
    const theirs = { ...one, version: 5, findings: { ...one.findings, ruledOut: ['burns'] } };
    reply = ({ method, ifMatch }) => {
      if (method === 'GET') return { status: 200, body: theirs };
      return ifMatch === '"5"'
        ? advice('case-1', 6)
        : { status: 412, body: { code: 'VERSION_MISMATCH', status: 412 } };
    };
    editor.change((draft) => withFinding(draft, 'pelvis', 'yes'));
    await editor.flush();
    expect(editor.draft.marks).toEqual({ pelvis: 'yes', burns: 'no' });
    expect(editor.notice).toMatchObject({
      of: 'merged',
      changes: [{ part: 'finding', code: 'burns' }],
    });
    expect(requests.at(-1)?.body).toMatchObject({
      findings: { injuries: ['pelvis'], ruledOut: ['burns'] },
    });
  });

  it('is not disturbed by the answer of a hospital, which raises the version as well', async () => {
    const { editor, source } = desk();
    source.picture = { ...picture, cases: { 'case-1': { ...one, version: 4 } } };
    editor.change((draft) => withFinding(draft, 'pelvis', 'yes'));
    await editor.flush();
    expect(requests[0]?.ifMatch).toBe('"4"');
    expect(editor.notice).toBeNull();
  });

  it('is followed when nothing of ours is under way', () => {
    const { editor, source } = desk();
    source.picture = { ...picture, cases: { 'case-1': { ...one, version: 2, urgency: 'B' } } };
    flushSync();
    editor.follow();
    expect(editor.draft.urgency).toBe('B');
    expect(editor.notice).toEqual({ of: 'adopted' });
  });
});

describe('deciding', () => {
  it('sends the first with the seq and the moment of the ranking that was seen', async () => {
    const { decision, ranking } = desk();
    const seen = ranking.ranking;
    await decision.choose('lumc');
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      path: '/cases/case-1/decisions',
      body: { facility: 'lumc', seq: 10, at: seen?.at, overrideReason: null },
    });
  });

  it('saves what was just typed first', async () => {
    const { decision, editor } = desk();
    editor.change((draft) => withVital(draft, 'heartRate', 124));
    await decision.choose('lumc');
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'POST']);
  });

  it('never asks before it decides for a life in danger, and asks for the reason afterwards', async () => {
    const { decision } = desk();
    reply = () => ({ status: 201, body: { overridden: true, overrideReason: null } });
    await decision.choose('erasmus');
    expect(requests).toHaveLength(1);
    expect(decision.asking).toEqual({ about: 'after', facility: 'erasmus' });
  });

  it('asks for the reason at once for A2, and for a rejected hospital at any urgency', async () => {
    const calm = desk({ ...one, urgency: 'A2' });
    await calm.decision.choose('erasmus');
    expect(calm.decision.asking).toEqual({ about: 'decide', facility: 'erasmus' });
    await calm.decision.explain({ reason: 'WEATHER', note: null });
    expect(requests[0]?.body).toMatchObject({ facility: 'erasmus', overrideReason: 'WEATHER' });

    const out = desk({ ...one, excluded: [{ facility: 'lumc', reason: 'HOSPITAL_REFUSED' }] });
    await out.decision.choose('lumc');
    expect(out.decision.asking).toEqual({ about: 'decide', facility: 'lumc' });
  });

  it('puts the new ranking in place when the bay was taken, and sends again with its seq', async () => {
    const { decision, ranking } = desk();
    const now = { ...rankCase(picture, one, NOW), seq: 14 };
    reply = () => refused('CLAIM_TAKEN', { ranking: now });
    await decision.choose('lumc');
    expect(decision.refusal).toEqual({ code: 'CLAIM_TAKEN', facility: 'lumc' });
    expect(ranking.ranking?.seq).toBe(14);
    expect(ranking.selected).toBe('lumc');
    reply = () => decided;
    await decision.choose('lumc');
    expect(requests[1]?.body).toMatchObject({ facility: 'lumc', seq: 14 });
    expect(decision.refusal).toBeNull();
  });

  it('keeps a decision that was not answered and sends the very same again', async () => {
    const { decision } = desk();
    reply = () => 'away';
    await decision.choose('lumc');
    expect(decision.unsent?.facility).toBe('lumc');
    reply = () => decided;
    decision.retry();
    await new Promise((resolve) => setImmediate(resolve));
    expect(requests[1]).toEqual(requests[0]);
    expect(decision.unsent).toBeNull();
  });

  it('holds Enter for a moment after news gave another first place', async () => {
    const { decision, ranking } = desk();
    ranking.firstMovedAt = NOW - 200;
    await decision.choose('lumc');
    expect(requests).toEqual([]);
    expect(decision.hint).toBe('just-moved');
    await decision.choose('lumc');
    expect(requests).toHaveLength(1);
  });

  it('does not choose the chosen one again', async () => {
    const made = {
      facility: 'lumc',
      overridden: false,
      overrideReason: null,
    } as CaseState['decision'];
    const { decision } = desk({ ...one, status: 'decided', decision: made });
    await decision.choose('lumc');
    expect(requests).toEqual([]);
    expect(decision.hint).toBe('already');
  });
});

describe('the ranking on the desk', () => {
  it('moves with what is entered, before the server answered', () => {
    const { editor, ranking } = desk({
      ...one,
      ...anInput(),
      classification: classify(anInput(), RANK_1_POLICY),
    });
    ranking.note(ranking.moment);
    expect(ranking.selected).toBe('near');
    editor.change((draft) => withVital(draft, 'systolicBloodPressure', 84));
    ranking.note(ranking.moment);
    expect(ranking.selected).toBe('lumc');
    expect(ranking.log[0]?.happened.entered).toEqual([
      { part: 'vital', name: 'systolicBloodPressure', to: 84 },
    ]);
    expect(ranking.firstMovedAt).toBeNull();
    void editor.flush();
  });

  it('keeps to the row that was walked to, and follows the first again when released', () => {
    const { ranking } = desk();
    ranking.walk(1);
    expect(ranking.selected).toBe('erasmus');
    ranking.release();
    expect(ranking.selected).toBe('lumc');
  });
});

describe('the desk by key', () => {
  const reached: string[] = [];
  const reach: Reach = {
    place: () => reached.push('place'),
    vital: (name) => reached.push(name),
    field: (name) => reached.push(name),
    cases: () => ['case-1', 'case-2'],
    reason: () => reached.push('reason'),
    part: () => reached.push('part'),
    allKeys: () => reached.push('all-keys'),
    row: () => undefined,
  };
  function atDesk() {
    const two: CaseState = { ...one, id: 'case-2', number: 2 };
    const source = $state({
      picture: { ...picture, cases: { 'case-1': one, 'case-2': two } },
      now: NOW,
    });
    const made = new DispatchDesk(source, api);
    const press = (command: DeskCommand) => {
      made.act({ act: 'desk', command }, 'yes', reach);
      flushSync();
    };
    return { made, press };
  }

  it('walks the cases of the lane and round', () => {
    const { made, press } = atDesk();
    press('next-case');
    expect(made.current?.editor.id).toBe('case-1');
    press('next-case');
    expect(made.current?.editor.id).toBe('case-2');
    press('next-case');
    expect(made.current?.editor.id).toBe('case-1');
    press('previous-case');
    expect(made.current?.editor.id).toBe('case-2');
  });

  it('starts at the last case when it walks back from none, and takes a new case along', () => {
    const { made, press } = atDesk();
    press('previous-case');
    expect(made.current?.editor.id).toBe('case-2');
    press('new');
    press('next-case');
    expect(made.current?.editor.id).toBe('case-1');
    press('previous-case');
    expect(made.current).toBe(made.fresh);
  });

  it('marks two hospitals to lay them side by side, and a third takes the place of the second', () => {
    const { made, press } = atDesk();
    press('next-case');
    const { compare, ranking } = made.current!;
    press('compare');
    expect(compare.open).toBe(false);
    press('down');
    press('compare');
    expect(compare.open).toBe(true);
    expect(compare.marked).toEqual(ranking.order.slice(0, 2));
    compare.toggle('third');
    expect(compare.marked).toEqual([ranking.order[0], 'third']);
    compare.toggle('third');
    expect(compare.marked).toEqual([ranking.order[0]]);
  });

  it('goes back a step at a time: marks, row, case', () => {
    const { made, press } = atDesk();
    press('next-case');
    const desk = made.current!;
    press('down');
    press('compare');
    press('back');
    expect(desk.compare.marked).toEqual([]);
    expect(desk.ranking.selected).toBe(desk.ranking.order[1]);
    press('back');
    expect(desk.ranking.selected).toBe(desk.ranking.order[0]);
    press('back');
    expect(made.current).toBeNull();
  });

  it('keeps a case in sight whose input is not saved', async () => {
    const { made, press } = atDesk();
    press('next-case');
    reply = () => 'away';
    made.current!.editor.change((draft) => withFinding(draft, 'pelvis', 'yes'));
    await made.current!.editor.flush();
    press('back');
    expect(made.current?.editor.id).toBe('case-1');
  });
});
