/** Asks, notes and handovers over HTTP: who reads what, what stays, what is erased. */
import { describe, expect, it } from 'vitest';
import { createHarness, type Harness } from '../api/harness.ts';
import type { AskWire, HandoverDraftWire, HandoverWire, NoteWire } from '#wire/shift.ts';

const MINUTE = 60_000;
const ASK = '/api/v1/facilities/lumc-leiden/confirmation-requests';
const WEST = '/api/v1/regions/west';
const at = (h: Harness, minutes: number) => new Date(h.clock.now + minutes * MINUTE).toISOString();

describe('asking for confirmation', () => {
  it('is the same ask while it stands, is seen by everybody, and a new one once it was answered', async () => {
    const h = await createHarness();
    h.clock.now += MINUTE;
    const first = (await h.send('chairWest', 'POST', ASK, {})).body as AskWire;
    expect(first).toMatchObject({ facility: 'lumc-leiden', region: 'west' });
    const { seq } = h.app.live.picture;
    h.clock.now += MINUTE;
    expect((await h.send('chairNation', 'POST', ASK, {})).body).toEqual(first);
    expect(h.app.live.picture.seq).toBe(seq);
    const seen = await h.send('viewer', 'GET', '/api/v1/facilities/lumc-leiden');
    expect(seen.body).toMatchObject({ asked: { at: first.at, region: 'west' } });

    const said = { available: 2, observedAt: at(h, 0) };
    await h.send('hospital', 'PUT', '/api/v1/facilities/lumc-leiden/units/icu', said);
    h.clock.now += MINUTE;
    const second = (await h.send('chairNation', 'POST', ASK, {})).body as AskWire;
    expect(second).toMatchObject({ at: at(h, 0), region: null });
  });
});

describe('notes', () => {
  it('come back newest first, for the chairs only, and their text stands nowhere in the ledger', async () => {
    const h = await createHarness();
    for (const text of ['Eerste notitie', 'Tweede notitie']) {
      h.clock.now += MINUTE;
      expect((await h.send('chairWest', 'POST', `${WEST}/notes`, { text })).status).toBe(201);
    }
    const read = (await h.send('chairNation', 'GET', `${WEST}/notes`)).body as NoteWire[];
    expect(read.map(({ text, by }) => [text, by])).toEqual([
      ['Tweede notitie', { role: 'chair', organisation: 'west' }],
      ['Eerste notitie', { role: 'chair', organisation: 'west' }],
    ]);
    const entries = await h.app.deskParts.ledger.read({ kinds: ['note-written'] });
    expect(JSON.stringify(entries)).not.toContain('notitie');
    const ledger = await h.send('viewer', 'GET', '/api/v1/ledger?after=0');
    expect(JSON.stringify(ledger.body)).not.toContain('note-written');

    h.clock.now += 366 * 24 * 60 * MINUTE;
    await h.app.deskParts.texts.eraseDue(h.clock.now);
    const later = (await h.send('chairNation', 'GET', `${WEST}/notes`)).body as NoteWire[];
    expect(later.map(({ text }) => text)).toEqual([null, null]);
  });

  it('that look like personal data are kept nowhere', async () => {
    const h = await createHarness();
    const before = h.app.live.picture.seq;
    const text = 'dhr. Pietersen blijft op de SEH';
    const reply = await h.send('chairWest', 'POST', `${WEST}/notes`, { text });
    expect(reply.body).toMatchObject({ code: 'PERSON_DATA', errors: [{ path: 'text' }] });
    expect(h.app.live.picture.seq).toBe(before);
    expect((await h.send('chairWest', 'GET', `${WEST}/notes`)).body).toEqual([]);
  });
});

describe('the handover of a shift', () => {
  it('is drafted, saved with its figures and found again; the next draft begins where it ended', async () => {
    const h = await createHarness();
    h.clock.now += MINUTE;
    const stop = { scope: 'ed', level: 'stop', reason: 'crowding', until: at(h, 90) };
    await h.send('hospital', 'POST', '/api/v1/facilities/lumc-leiden/stops', stop);
    await h.send('chairWest', 'POST', `${WEST}/notes`, { text: 'CT van het Haga is stuk' });
    await h.decidedCase();
    h.clock.now += 5 * MINUTE;

    const path = `${WEST}/handover-draft?hours=8`;
    const draft = (await h.send('chairWest', 'GET', path)).body as HandoverDraftWire;
    expect(draft).toMatchObject({
      to: at(h, 0),
      stops: [{ facility: 'lumc-leiden', endedAt: null, minutes: 5 }],
      running: [{ facility: 'lumc-leiden', scope: 'ed' }],
      notes: [{ text: 'CT van het Haga is stuk' }],
      figures: { stopsBegun: 1, stopsRunning: 1, begin: null, decisions: 1 },
    });

    const { from, to } = draft;
    const body = { from, to, text: 'Eén stop bij het LUMC.\nVerder rustig.' };
    const saved = await h.send('chairWest', 'POST', `${WEST}/handovers`, body);
    expect(saved.status).toBe(201);
    const [found] = (await h.send('chairNation', 'GET', `${WEST}/handovers`)).body as [
      HandoverWire,
    ];
    expect(found).toMatchObject({ ...body, figures: draft.figures });

    h.clock.now += 30 * MINUTE;
    const next = (await h.send('chairWest', 'GET', `${WEST}/handover-draft`)).body;
    expect(next).toMatchObject({ from: to, to: at(h, 0) });
  });
});
