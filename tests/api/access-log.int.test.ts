import { describe, expect, it } from 'vitest';
import { Fhir } from 'fhir';
import { HOUR, iso, MINUTE } from '../../server/domain/clock.ts';
import type { HeldWire, LookWire } from '../../server/wire/accountability.ts';
import { createHarness, problemOf, type Harness, type Who } from './harness.ts';

const REASON = 'staat onverwacht bij ons voor de deur';

const all = async (h: Harness) =>
  (await h.stores.accessLog.query({ scope: { all: true }, limit: 1_000 })).looks.reverse();

/** Looks at one case as the hospital that has it reads them, oldest first: who, how and on which ground. */
async function logOf(h: Harness, id: string, who: Who = 'hospital'): Promise<LookWire[]> {
  const { status, body } = await h.send(who, 'GET', `/api/v1/access-log?case=${id}`);
  expect(status).toBe(200);
  return (body as { looks: LookWire[] }).looks.reverse();
}

const short = ({ by, action, cases }: LookWire) => [by.role, action, cases[0]?.ground];

const breakGlass = (h: Harness, who: Who, wanted: string | number, change: object = {}) =>
  h.send(who, 'POST', '/api/v1/break-glass', {
    ...{ case: String(wanted), code: 'patient-here', reason: REASON },
    ...change,
  });

describe('who saw a case', () => {
  it('is written down by each way of reading, with the ground, before it is shown', async () => {
    const h = await createHarness();
    const { case: id, decision } = await h.decidedCase();
    const reads: [Who, string, Record<string, string>?][] = [
      ['dispatcher', `/cases/${id}`],
      ['chairWest', '/cases'],
      ['chairNation', `/decisions/${decision}/replay`],
      ['hospital', `/cases/${id}/ranking`],
      ['hospital', `/decisions/${decision}`],
      ['keyRoom', '/decisions'],
      ['chairWest', '/decisions', { accept: 'text/csv' }],
      ['chairWest', `/snapshot?seq=${h.app.live.picture.seq}`],
      ['chairWest', '/exports/fhir/AuditEvent'],
      ['hospital', '/ledger?after=80'],
      ['hospital', '/history'],
    ];
    for (const [who, path, headers] of reads)
      expect([
        path,
        (await h.send(who, 'GET', `/api/v1${path}`, undefined, headers)).status,
      ]).toEqual([path, 200]);
    expect((await logOf(h, id)).map(short)).toEqual([
      ['dispatcher', 'read', 'dispatching-room'],
      ['chair', 'list', 'coordinating-region'],
      ['chair', 'past', 'coordinating-region'],
      ['hospital', 'read', 'treating-hospital'],
      ['hospital', 'read', 'treating-hospital'],
      ['machine', 'list', 'dispatching-room'],
      ['chair', 'export', 'coordinating-region'],
      ['chair', 'past', 'coordinating-region'],
      ['chair', 'export', 'coordinating-region'],
      ['hospital', 'past', 'treating-hospital'],
      ['hospital', 'past', 'treating-hospital'],
    ]);
    // Reading the log is a look too.
    expect((await logOf(h, id)).at(-1)).toMatchObject({
      action: 'read-log',
      by: { role: 'hospital', organisation: 'lumc-leiden' },
    });
    expect((await h.stores.accessLog.verify()).intact).toBe(true);
    const text = JSON.stringify(await all(h));
    expect(text).not.toContain('52.07');
    const headers = await h.credentials('dispatcher');
    for (const value of Object.values(headers)) expect(text).not.toContain(value.slice(-20));
  });

  it('is once for a page that asks the same list again and again, and anew for what is new in it', async () => {
    const h = await createHarness();
    await h.openCase();
    const list = () => h.send('dispatcher', 'GET', '/api/v1/cases?open=true');
    for (let n = 0; n < 5; n += 1) await list();
    expect(await all(h)).toHaveLength(1);
    await h.openCase();
    await list();
    expect((await all(h)).map(({ seen }) => seen.length)).toEqual([1, 2]);
    h.clock.now += 15 * MINUTE;
    await list();
    expect(await all(h)).toHaveLength(3);
  });

  it('is no case: nothing is shown when it cannot be written down', async () => {
    const h = await createHarness();
    const id = await h.openCase();
    const { sqlite } = h.stores.database;
    sqlite.exec(
      "create trigger no_room before insert on access_log begin select raise(abort, 'disk'); end",
    );
    const refused = await h.send('dispatcher', 'GET', `/api/v1/cases/${id}`);
    expect([refused.status, problemOf(refused).code]).toEqual([503, 'ACCESS_LOG_FAILED']);
    // What a room does goes on: it stands in the ledger.
    const stepped = await h.send('dispatcher', 'POST', `/api/v1/cases/${id}/status`, {
      status: 'cancelled',
    });
    expect(stepped.status).toBe(200);
    sqlite.exec('drop trigger no_room');
    expect((await h.send('dispatcher', 'GET', `/api/v1/cases/${id}`)).status).toBe(200);
  });

  it('is read by the hospital that has the case and the chair of its region, and by nobody else', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    await h.send('dispatcher', 'GET', `/api/v1/cases/${id}`);
    const statusOf = async (who: Who, path: string) =>
      (await h.send(who, 'GET', `/api/v1/access-log${path}`)).status;
    const asked = `?case=${id}`;
    expect(await statusOf('chairWest', asked)).toBe(200);
    expect(await statusOf('dispatcher', asked)).toBe(403);
    expect(await statusOf('hospitalHaga', asked)).toBe(404);
    expect(await statusOf('dispatcherNoord', asked)).toBe(404);
    expect(await statusOf('administrator', asked)).toBe(404);
    expect(await statusOf('viewer', asked)).toBe(404);
    // Without a case: one's own only.
    const own = async (who: Who) =>
      ((await h.send(who, 'GET', '/api/v1/access-log')).body as { looks: LookWire[] }).looks;
    expect((await own('hospital')).length).toBeGreaterThan(0);
    expect(await own('hospitalHaga')).toEqual([]);
  });

  it('comes in pages, as CSV and as AuditEvents that are R4', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    for (let n = 0; n < 5; n += 1) await h.send('dispatcher', 'GET', `/api/v1/cases/${id}`);
    const page = async (path: string) => {
      const reply = await h.send('hospital', 'GET', path);
      return reply.body as { looks: LookWire[]; next: string | null };
    };
    const first = await page(`/api/v1/access-log?case=${id}&limit=3`);
    expect(first.looks.map(({ seq }) => seq)).toEqual([5, 4, 3]);
    const second = await page(`/api/v1/access-log?case=${id}&limit=3&cursor=${first.next ?? ''}`);
    expect(second.looks.map(({ seq }) => seq)).toEqual([2, 1]);
    const csv = await h.send('hospital', 'GET', `/api/v1/access-log?case=${id}`, undefined, {
      accept: 'text/csv',
    });
    const lines = String(csv.body).trim().split('\r\n');
    expect(lines[0]).toContain('seq,at,case,action,ground');
    expect(lines.filter((line) => line.includes('dispatching-room'))).toHaveLength(5);
    // What was searched for goes along, and a search that found nothing is a line.
    expect(lines.at(-1)).toContain(`""path"":""/api/v1/cases/${id}""`);
    await h.send('dispatcherNoord', 'GET', '/api/v1/cases?open=true');
    const nation = await h.send('chairNation', 'GET', '/api/v1/access-log', undefined, {
      accept: 'text/csv',
    });
    expect(String(nation.body)).toMatch(/,,list,,\S+,dispatcher,.*""open"":""true""/);
    await breakGlass(h, 'dispatcherNoord', id);
    await h.send('dispatcherNoord', 'GET', `/api/v1/cases/${id}`);
    const fhir = await h.send('hospital', 'GET', `/api/v1/access-log?case=${id}`, undefined, {
      accept: 'application/fhir+json',
    });
    const bundle = fhir.body as { entry: { resource: Record<string, unknown> }[] };
    const { valid, messages } = new Fhir().validate(bundle, { errorOnUnexpected: true });
    expect([valid, messages.filter(({ severity }) => String(severity) === 'error')]).toEqual([
      true,
      [],
    ]);
    const events = bundle.entry.map(({ resource }) => resource);
    expect(events.every((one) => new Fhir().validate(one).valid)).toBe(true);
    expect(events[0]).toMatchObject({
      resourceType: 'AuditEvent',
      action: 'R',
      purposeOfEvent: [{ coding: [{ code: 'BTG' }] }],
      agent: [{ requestor: true, policy: ['urn:spoedkaart:ground:break-glass'] }, {}],
    });
    expect(events.map((one) => (one['type'] as { code: string }).code)).toContain('110113');
  });
});

describe('break-glass', () => {
  it('opens one case to one person for an hour, and tells its owners why', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    const other = await h.openCase();
    const number = h.app.live.picture.cases[id]?.number ?? 0;
    const status = async (who: Who, path: string) =>
      (await h.send(who, 'GET', `/api/v1${path}`)).status;
    expect(await status('hospitalHaga', `/cases/${id}`)).toBe(404);
    const opened = await breakGlass(h, 'hospitalHaga', number);
    expect(opened.status).toBe(201);
    expect(opened.body).toMatchObject({
      case: id,
      glass: { until: iso(h.clock.now + HOUR), reason: REASON },
    });
    // To look, at that case: no other one, nobody else, and nothing is done to it.
    expect(await status('hospitalHaga', `/cases/${id}`)).toBe(200);
    expect(await status('hospitalHaga', `/cases/${other}`)).toBe(404);
    expect(await status('dispatcherNoord', `/cases/${id}`)).toBe(404);
    for (const [path, body] of [
      ['acknowledgement', { answer: 'accepted' }],
      ['status', { status: 'arrived' }],
    ] as const) {
      const done = await h.send('hospitalHaga', 'POST', `/api/v1/cases/${id}/${path}`, body);
      expect([path, done.status]).toEqual([path, 403]);
    }
    // Who has the case reads why.
    for (const who of ['hospital', 'dispatcher', 'chairWest'] as const) {
      const { body } = await h.send(who, 'GET', `/api/v1/cases/${id}`);
      expect(body).toMatchObject({
        opened: [{ code: 'patient-here', reason: REASON, by: { organisation: 'haga-leyweg' } }],
      });
    }
    // The hospital was told through the ledger, and the log says it.
    const kinds = (await h.stores.ledger.read({ subject: `glass:${id}` })).map(({ kind }) => kind);
    expect(kinds).toEqual(['glass-broken']);
    expect((await logOf(h, id)).map(short)).toContainEqual([
      'hospital',
      'break-glass',
      'break-glass',
    ]);
    expect((await logOf(h, id)).map(short)).toContainEqual(['hospital', 'read', 'break-glass']);
    // The entry does not move what others work on.
    expect(h.app.live.picture.cases[id]?.version).toBe(2);
    h.clock.now += HOUR - 1;
    expect(await status('hospitalHaga', `/cases/${id}`)).toBe(200);
    h.clock.now += 1;
    expect(await status('hospitalHaga', `/cases/${id}`)).toBe(404);
  });

  it('lets an administrator read the access log of that case, and what is held on it', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    await breakGlass(h, 'administrator', id, { code: 'safety' });
    expect((await h.send('administrator', 'GET', `/api/v1/access-log?case=${id}`)).status).toBe(
      200,
    );
    expect((await h.send('administrator', 'GET', `/api/v1/cases/${id}/held`)).status).toBe(200);
    expect((await h.send('administrator', 'GET', '/api/v1/access-log')).status).toBe(403);
    expect((await h.send('administrator', 'GET', '/api/v1/cases')).status).toBe(403);
  });

  it('refuses without a true reason, and leaves a trace of trying', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    const codeOf = async (who: Who, wanted: string, change: object = {}) => {
      const reply = await breakGlass(h, who, wanted, change);
      return [reply.status, problemOf(reply).code];
    };
    expect(await codeOf('hospitalHaga', id, { reason: 'mevr. Jansen is hier' })).toEqual([
      422,
      'PERSON_DATA',
    ]);
    expect(await codeOf('hospitalHaga', id, { reason: 'hier' })).toEqual([422, 'VALIDATION']);
    expect(await codeOf('hospitalHaga', id, { code: 'curious' })).toEqual([422, 'VALIDATION']);
    expect(await codeOf('hospitalHaga', '99999')).toEqual([404, 'UNKNOWN_CASE']);
    expect(await codeOf('hospital', id)).toEqual([409, 'GLASS_NOT_NEEDED']);
    expect(await codeOf('viewer', id)).toEqual([403, 'FORBIDDEN']);
    expect((await h.stores.ledger.read({ subject: `glass:${id}` })).length).toBe(0);
    expect((await all(h)).map(({ action, asked }) => [action, asked?.['refused']])).toEqual([
      ['break-glass', 'PERSON_DATA'],
      ['break-glass', 'UNKNOWN_CASE'],
      ['break-glass', 'GLASS_NOT_NEEDED'],
    ]);
  });
});

describe('what is held on a case', () => {
  it('is told whole, with the terms, who saw it, and what was erased when', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    await h.send('hospital', 'POST', `/api/v1/cases/${id}/acknowledgement`, {
      ...{ answer: 'declined', reason: 'geen bed' },
    });
    const held = async () => {
      const reply = await h.send('hospital', 'GET', `/api/v1/cases/${id}/held?as=print`);
      expect(reply.status).toBe(200);
      return reply.body as HeldWire;
    };
    const first = await held();
    expect(first.entries.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['case-opened', 'advice-given', 'decision-made', 'case-acknowledged']),
    );
    expect(first.remnants).toEqual([
      expect.objectContaining({ kind: 'exact-position', erased: false }),
      expect.objectContaining({ kind: 'case-note', text: 'geen bed', erased: false }),
    ]);
    expect(first.looks[0]).toMatchObject({ action: 'print', by: { role: 'hospital' } });
    expect(first.accessLogYears).toBe(5);
    // The ends of both chains, as whoever walks them finds them: nobody did anything since.
    const [ledger, log] = [await h.stores.ledger.verify(), await h.stores.accessLog.verify()];
    expect(first.heads).toEqual({
      ledger: { seq: ledger.head.seq, hash: ledger.head.hash },
      accessLog: log.head,
    });
  });
});
