/** A case from opening to hand-over, who sees it, and what news refuses a decision. */
import { describe, expect, it } from 'vitest';
import type { Ranking } from '../../server/domain/routing/ranking.ts';
import type { CaseWire, DecisionWire } from '../../server/wire/views.ts';
import { createHarness, DEN_HAAG_CASE, problemOf, type Harness, type Who } from './harness.ts';

const CASES = '/api/v1/cases';

async function statusFor(h: Harness, who: Who, path: string): Promise<number> {
  return (await h.send(who, 'GET', path)).status;
}

/** An A1 case sent to another than the first, without a reason yet. */
async function overriddenCase(h: Harness): Promise<{ id: string; overridden: string }> {
  const id = await h.openCase();
  const path = `${CASES}/${id}`;
  const ranking = (await h.send('dispatcher', 'GET', `${path}/ranking`)).body as Ranking;
  const { seq, at } = ranking;
  const facility = ranking.candidates.at(-1)?.facility;
  const choice = { facility, seq, at, note: 'mist' };
  const made = await h.send('dispatcher', 'POST', `${path}/decisions`, choice);
  expect(made.status).toBe(201);
  const decision = made.body as DecisionWire;
  expect(decision.claim?.facility).toBe(facility);
  const { claim } = (await h.send('dispatcher', 'GET', path)).body as CaseWire;
  expect(claim).toEqual(decision.claim);
  return { id, overridden: decision.id };
}

describe('a case', () => {
  it('is classified and ranked at its opening, with every hospital site in one list', async () => {
    const h = await createHarness();
    const reply = await h.send('dispatcher', 'POST', CASES, DEN_HAAG_CASE);
    const { id, ranking, classification } = reply.body as {
      id: string;
      ranking: Ranking;
      classification: CaseWire['classification'];
    };
    expect(reply.headers.get('location')).toBe(`${CASES}/${id}`);
    expect(classification).toMatchObject({ category: 'TRAUMA_SEVERE', lifeThreatening: true });
    const named = [...ranking.candidates, ...ranking.rejected].map((row) => row.facility);
    expect(new Set(named).size).toBe(83);
    expect(named.length).toBe(83);
    expect(ranking.candidates.map((row) => row.rank)).toEqual(
      ranking.candidates.map((_, i) => i + 1),
    );
  });

  it('keeps its exact position out of the ledger', async () => {
    const h = await createHarness();
    const id = await h.openCase({ position: { lat: 52.070512, lon: 4.300734 } });
    const entries = await h.stores.ledger.read({ subject: `case:${id}` });
    expect(JSON.stringify(entries)).not.toMatch(/52\.0705|4\.3007/);
    expect(await h.stores.casePrivate.read(id)).toEqual({ lat: 52.070512, lon: 4.300734 });
  });

  it('is seen by its room, its hospital and the chairs concerned, and by nobody else', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    for (const who of ['dispatcher', 'keyRoom', 'hospital', 'chairWest', 'chairNation'] as const)
      expect([who, await statusFor(h, who, `${CASES}/${id}`)]).toEqual([who, 200]);
    for (const who of ['dispatcherNoord', 'hospitalHaga', 'viewer', 'administrator'] as const) {
      const hidden = await h.send(who, 'GET', `${CASES}/${id}`);
      const unknown = await h.send(who, 'GET', `${CASES}/no-such-case`);
      expect([who, hidden.status]).toEqual([who, 404]);
      const { instance: _a, ...one } = problemOf(hidden);
      const { instance: _b, ...other } = problemOf(unknown);
      expect(one).toEqual(other);
    }
    expect((await h.send('hospitalHaga', 'GET', CASES)).body).toEqual([]);
    expect((await h.send('hospital', 'GET', `${CASES}?open=true`)).body).toHaveLength(1);
  });

  it('before the decision no hospital sees it', async () => {
    const h = await createHarness();
    const id = await h.openCase();
    expect(await statusFor(h, 'hospital', `${CASES}/${id}`)).toBe(404);
    expect(await statusFor(h, 'chairWest', `${CASES}/${id}`)).toBe(200);
  });

  it('lost to another hospital leaves the first with what it was told, and no ranking', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    const { claim } = (await h.send('hospital', 'GET', `${CASES}/${id}`)).body as CaseWire;
    const again = await h.send('dispatcher', 'POST', `${CASES}/${id}/decisions`, {
      facility: 'haga-leyweg',
      seq: h.app.live.picture.seq,
      overrideReason: 'PATIENT_WISH',
    });
    expect(again.status).toBe(201);
    expect((again.body as DecisionWire).replaces).toBe(claim?.id);
    const kept = (await h.send('hospital', 'GET', `${CASES}/${id}`)).body as CaseWire;
    expect(kept.decision?.facility).toBe('lumc-leiden');
    const now = (await h.send('hospitalHaga', 'GET', `${CASES}/${id}`)).body as CaseWire;
    expect(now.decision?.facility).toBe('haga-leyweg');
    expect(await statusFor(h, 'hospital', `${CASES}/${id}/ranking`)).toBe(403);
    expect(await statusFor(h, 'hospitalHaga', `${CASES}/${id}/ranking`)).toBe(200);
  });

  it('goes from decision to hand-over, and is then no longer open', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    const answer = { answer: 'accepted', reason: 'Traumakamer 2' };
    const ack = await h.send('hospital', 'POST', `${CASES}/${id}/acknowledgement`, answer);
    expect((ack.body as CaseWire).acknowledgement).toMatchObject(answer);
    for (const status of ['en-route', 'arrived', 'handed-over']) {
      const reply = await h.send('dispatcher', 'POST', `${CASES}/${id}/status`, { status });
      expect((reply.body as CaseWire).status).toBe(status);
    }
    expect((await h.send('dispatcher', 'GET', `${CASES}?open=true`)).body).toEqual([]);
    expect((await h.send('dispatcher', 'GET', `${CASES}?open=false`)).body).toHaveLength(1);
    const late = await h.send('dispatcher', 'PUT', `${CASES}/${id}`, DEN_HAAG_CASE);
    expect(problemOf(late).code).toBe('CASE_CLOSED');
  });

  it('that is closed leaves its travel times to the ledger, where its ranking still finds those of its last place', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    const minutes = async () => {
      const reply = await h.send('dispatcher', 'GET', `${CASES}/${id}/ranking`);
      const { candidates } = reply.body as Ranking;
      return Object.fromEntries(candidates.map((row) => [row.facility, row.minutes]));
    };
    const first = await minutes();
    const moved = { ...DEN_HAAG_CASE, position: { lat: 52.37, lon: 4.9 } };
    const path = `${CASES}/${id}`;
    const { headers } = await h.send('dispatcher', 'GET', path);
    const revised = await h.send('dispatcher', 'PUT', path, moved, {
      'if-match': headers.get('etag') ?? '',
    });
    expect(revised.status).toBe(200);
    const then = await minutes();
    expect(then).not.toEqual(first);
    expect(h.app.live.picture.cases[id]?.travelTimes).not.toBeNull();
    await h.send('dispatcher', 'POST', `${path}/status`, { status: 'cancelled' });
    expect(h.app.live.picture.cases[id]).toMatchObject({ status: 'cancelled', travelTimes: null });
    expect(await minutes()).toEqual(then);
  });

  it('that owes the reason of an override is not handed over by a person until it is given', async () => {
    const h = await createHarness();
    const { id, overridden } = await overriddenCase(h);
    const path = `${CASES}/${id}/status`;
    const owing = await h.send('dispatcher', 'POST', path, { status: 'handed-over' });
    expect([owing.status, problemOf(owing).code]).toEqual([409, 'OVERRIDE_REASON_REQUIRED']);
    const reason = { overrideReason: 'WEATHER' };
    const url = `/api/v1/decisions/${overridden}/override-reason`;
    expect((await h.send('dispatcher', 'PUT', url, reason)).status).toBe(200);
    const closed = await h.send('dispatcher', 'POST', path, { status: 'handed-over' });
    expect(closed.status).toBe(200);
  });

  it('given up for another destination can still be told why it was chosen, and keeps its note', async () => {
    const h = await createHarness();
    const { id, overridden } = await overriddenCase(h);
    await h.send('dispatcher', 'POST', `${CASES}/${id}/status`, { status: 're-routed' });
    const url = `/api/v1/decisions/${overridden}`;
    const reason = { overrideReason: 'CAPACITY_WRONG' };
    const reply = await h.send('dispatcher', 'PUT', `${url}/override-reason`, reason);
    expect(reply.status).toBe(200);
    const told = { id: overridden, overrideReason: 'CAPACITY_WRONG', note: 'mist' };
    expect(reply.body).toMatchObject({ ...told, claim: null });
    expect((await h.send('dispatcher', 'GET', url)).body).toMatchObject(told);
    const now = (await h.send('dispatcher', 'GET', `${CASES}/${id}`)).body as CaseWire;
    expect(now.decision).toBeNull();
    const hidden = await h.send('dispatcherNoord', 'PUT', `${url}/override-reason`, reason);
    expect(hidden.status).toBe(404);
  });

  it('cannot be cancelled or sent elsewhere by the hospital', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    for (const who of ['hospital', 'keyHospital'] as const)
      for (const status of ['cancelled', 're-routed', 'en-route']) {
        const reply = await h.send(who, 'POST', `${CASES}/${id}/status`, { status });
        expect([who, status, reply.status]).toEqual([who, status, 403]);
      }
    const arrived = await h.send('hospital', 'POST', `${CASES}/${id}/status`, {
      status: 'arrived',
    });
    expect(arrived.status).toBe(200);
  });
});

describe('a decision', () => {
  it('on a bay that another case took meanwhile is refused with the new ranking', async () => {
    const h = await createHarness();
    await h.send('hospital', 'PUT', '/api/v1/facilities/lumc-leiden/units/trauma-bay', {
      staffed: 1,
      available: 1,
    });
    const [mine, theirs] = [await h.openCase(), await h.openCase()];
    const seq = h.app.live.picture.seq;
    const choose = (id: string, from: number) =>
      h.send('dispatcher', 'POST', `${CASES}/${id}/decisions`, {
        facility: 'lumc-leiden',
        seq: from,
        overrideReason: 'CREW_JUDGEMENT',
      });
    expect((await choose(theirs, seq)).status).toBe(201);
    const before = h.app.live.picture.seq;
    const late = await choose(mine, seq);
    expect(late.status).toBe(409);
    const problem = problemOf(late);
    expect(problem.code).toBe('CLAIM_TAKEN');
    expect(problem.ranking?.seq).toBe(before);
    expect(h.app.live.picture.seq).toBe(before);
    const again = await choose(mine, before);
    expect(again.status).toBe(201);
    expect((again.body as DecisionWire).claim?.unitKinds).not.toContain('trauma-bay');
  });

  it('is replayed identical, also after the picture moved on', async () => {
    const h = await createHarness();
    const { decision } = await h.decidedCase();
    const stored = await h.send('dispatcher', 'GET', `/api/v1/decisions/${decision}`);
    expect(stored.body).toMatchObject({
      id: decision,
      overridden: true,
      overrideReason: 'CREW_JUDGEMENT',
    });
    for (const available of [0, 3])
      await h.send('hospital', 'PUT', '/api/v1/facilities/lumc-leiden/units/icu', { available });
    h.clock.now += 3_600_000;
    const replay = await h.send('hospital', 'GET', `/api/v1/decisions/${decision}/replay`);
    expect(replay.body).toMatchObject({ identical: true, differences: [] });
  });

  it('can be explained afterwards, by its room', async () => {
    const h = await createHarness();
    const { decision } = await h.decidedCase();
    const path = `/api/v1/decisions/${decision}/override-reason`;
    const other = await h.send('dispatcher', 'PUT', path, { overrideReason: 'OTHER' });
    expect(problemOf(other).code).toBe('NOTE_REQUIRED');
    const body = { overrideReason: 'OTHER', note: 'de brug stond open' };
    expect((await h.send('dispatcher', 'PUT', path, body)).body).toMatchObject(body);
    const line = await h.send('chairWest', 'GET', `/api/v1/decisions/${decision}`);
    expect(line.body).toMatchObject(body);
  });
});
