import { beforeEach, describe, expect, it } from 'vitest';
import type { Entry, NewEntry } from '#domain/entries.ts';
import type { DecisionState } from '#domain/picture.ts';
import {
  DECISION_LOG_KINDS,
  InvalidCursor,
  type DecisionEntry,
  type DecisionQuery,
  type DecisionRow,
} from '../../db/decision-log.ts';
import type { Stores } from '../../db/open.ts';
import { onBoth } from './both.ts';
import { AT, SYSTEM, written } from './helpers.ts';

let stores: Stores;

function decisionMade(id: string): NewEntry {
  const decision: DecisionState = {
    id,
    case: `case-${id}`,
    facility: 'lumc-leiden',
    seq: 1,
    at: AT,
    decidedAt: AT,
    policy: { id: 'rank/1', version: 1 },
    rank: 1,
    tie: false,
    overridden: false,
    overrideReason: null,
    note: null,
    advised: 'lumc-leiden',
    replaces: null,
    by: SYSTEM,
  };
  const claim = {
    id: `claim-${id}`,
    case: decision.case,
    unitKinds: [],
    lacking: [],
    etaAt: null,
    expiresAt: AT,
    arrivedAt: null,
  };
  return {
    kind: 'decision-made',
    subject: `case:${decision.case}`,
    body: { case: decision.case, decision, claim },
  };
}

/** Rows differ by what a test says of them. */
function rowOf(entry: DecisionEntry, more: Partial<DecisionRow> = {}): DecisionRow {
  const { decision } = entry.body;
  return {
    decisionId: decision.id,
    seq: entry.seq,
    at: entry.at,
    caseId: decision.case,
    caseNumber: entry.seq,
    room: 'mk-den-haag',
    caseRegion: 'west',
    facility: decision.facility,
    facilityRegion: 'west',
    toldFacilities: [decision.facility],
    toldRegions: ['west'],
    overridden: false,
    overrideReason: null,
    tie: false,
    rank: 1,
    advised: decision.advised,
    policyId: 'rank/1',
    policyVersion: 1,
    urgency: 'A1',
    category: 'TRAUMA_SEVERE',
    red: true,
    facilityLevel: 1,
    facilityDesignated: true,
    replaces: null,
    noteId: null,
    ...more,
  };
}

/** Appends a decision for each and gives the log their rows. */
async function decide(rows: Record<string, Partial<DecisionRow>>, at = AT): Promise<Entry[]> {
  const all: Entry[] = [];
  for (const id of Object.keys(rows)) {
    all.push(
      ...written(await stores.ledger.append({ by: SYSTEM, at, entries: [decisionMade(id)] }))
        .entries,
    );
  }
  stores.decisionLog.apply(all, (entry) => rowOf(entry, rows[entry.body.decision.id]));
  return all;
}

const ids = async (query: DecisionQuery) =>
  (await stores.decisionLog.query(query)).rows.map((row) => row.decisionId);

onBoth((kept) => {
  beforeEach(() => {
    stores = kept.stores;
  });

  describe('decision log', () => {
    it('is whole, and nobody fails, where two servers take in the same entries at once', async () => {
      const faults: unknown[] = [];
      const options = { report: (fault: unknown) => void faults.push(fault) };
      const servers = [await kept.again(options), await kept.again(options)];
      const names = Array.from({ length: 100 }, (_, n) => `d-${n}`);
      const made = names.flatMap((id): NewEntry[] => [
        decisionMade(id),
        {
          kind: 'override-explained',
          subject: `case:case-${id}`,
          body: { case: `case-${id}`, decision: id, reason: 'WEATHER', note: null },
        },
      ]);
      const { entries } = written(
        await stores.ledger.append({ by: SYSTEM, at: AT, entries: made }),
      );
      // In step, so that both write the same decision at the same moment; of the later one an explanation goes along.
      for (let at = 0; at < entries.length; at += 1) {
        for (const { decisionLog } of servers) decisionLog.apply(entries.slice(at, at + 2), rowOf);
        for (const { decisionLog } of servers) await decisionLog.lastSeq();
      }
      expect(faults).toEqual([]);
      const { rows } = await stores.decisionLog.query({ scope: { all: true }, limit: 200 });
      expect(rows.map((row) => [row.decisionId, row.overrideReason])).toEqual(
        names.toReversed().map((id) => [id, 'WEATHER']),
      );
    });

    it('takes a group in once, and knows where to go on after a restart', async () => {
      const entries = await decide({ a: {}, b: {} });
      const explained = written(
        await stores.ledger.append({
          by: SYSTEM,
          at: AT,
          entries: [
            {
              kind: 'override-explained',
              subject: 'case:case-a',
              body: { case: 'case-a', decision: 'a', reason: 'WEATHER', note: null },
            },
          ],
        }),
      ).entries;
      stores.decisionLog.apply([...entries, ...explained], (entry) =>
        rowOf(entry, { room: 'again' }),
      );
      const { rows } = await stores.decisionLog.query({ scope: { all: true } });
      expect(rows.map((r) => [r.decisionId, r.room, r.overrideReason])).toEqual([
        ['b', 'mk-den-haag', null],
        ['a', 'mk-den-haag', 'WEATHER'],
      ]);
      const reopened = await kept.again();
      expect(await reopened.decisionLog.lastSeq()).toBe(3);
      const missed = await stores.ledger.read({ after: 3, kinds: DECISION_LOG_KINDS });
      expect(missed).toEqual([]);
    });

    it('keeps the row as it was given, and an explanation with its note', async () => {
      const [entry] = await decide({ a: {} });
      const row = rowOf(entry as DecisionEntry, {
        rank: null,
        urgency: null,
        facilityLevel: null,
        overridden: true,
      });
      await stores.decisionLog.recordDecision(row);
      expect(await stores.decisionLog.find('a', { all: true })).toEqual(row);
      const text = await stores.texts.keep('mist', '2026-12-01T00:00:00.000Z');
      expect(await stores.decisionLog.explainOverride('a', 'WEATHER', text.id)).toBe(true);
      expect(await stores.decisionLog.explainOverride('z', 'WEATHER', null)).toBe(false);
      const after = await stores.decisionLog.find('a', { all: true });
      expect(after).toEqual({ ...row, overrideReason: 'WEATHER', noteId: text.id });
    });

    it('shows an asker the union of what the scope names, and nothing for an empty one', async () => {
      await decide({
        own: { room: 'mk-x', caseRegion: 'noord', toldFacilities: ['f1'], toldRegions: ['noord'] },
        told: {
          room: 'mk-y',
          caseRegion: 'oost',
          toldFacilities: ['f1', 'f2'],
          toldRegions: ['noord', 'oost'],
        },
        other: { room: 'mk-z', caseRegion: 'zuid', toldFacilities: ['f3'], toldRegions: ['zuid'] },
      });
      expect(await ids({ scope: {} })).toEqual([]);
      expect(await ids({ scope: { facilities: [], regions: [] } })).toEqual([]);
      expect(await ids({ scope: { all: true } })).toEqual(['other', 'told', 'own']);
      expect(await ids({ scope: { room: 'mk-x' } })).toEqual(['own']);
      expect(await ids({ scope: { facilities: ['f2', 'f3'] } })).toEqual(['other', 'told']);
      expect(await ids({ scope: { regions: ['noord'] } })).toEqual(['told', 'own']);
      expect(await ids({ scope: { regions: ['oost'] } })).toEqual(['told']);
      expect(await ids({ scope: { room: 'mk-z', facilities: ['f1'] } })).toEqual([
        'other',
        'told',
        'own',
      ]);
      expect(await stores.decisionLog.find('other', { room: 'mk-x' })).toBeNull();
    });

    it('filters by region of case or destination, facility, time and override', async () => {
      await decide({
        a: { caseRegion: 'noord' },
        b: { facilityRegion: 'noord', facility: 'umcg' },
      });
      await decide({ c: { overridden: true } }, '2026-11-18T14:00:00.000Z');
      const scope = { all: true };
      expect(await ids({ scope, region: 'noord' })).toEqual(['b', 'a']);
      expect(await ids({ scope, facility: 'umcg' })).toEqual(['b']);
      expect(await ids({ scope, from: '2026-11-18T14:00:00.000Z' })).toEqual(['c']);
      expect(await ids({ scope, to: '2026-11-18T14:00:00.000Z' })).toEqual(['b', 'a']);
      expect(await ids({ scope, overridden: true })).toEqual(['c']);
      expect(await ids({ scope, overridden: false })).toEqual(['b', 'a']);
    });

    it('gives every row once over its pages, newest first, and refuses a cursor it did not make', async () => {
      await decide(Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`d${i}`, {}])));
      const got: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await stores.decisionLog.query({ scope: { all: true }, limit: 3, cursor });
        got.push(...page.rows.map((row) => row.decisionId));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(got).toEqual(['d6', 'd5', 'd4', 'd3', 'd2', 'd1', 'd0']);
      for (const wrong of ['x', '', 'ZDE6MA', '5']) {
        await expect(ids({ scope: { all: true }, cursor: wrong })).rejects.toThrow(InvalidCursor);
      }
    });
  });

  describe('what the log adds up to', () => {
    const all = { scope: { all: true } };
    const severe = { category: 'TRAUMA_SEVERE' as const };

    it('counts severe cases both ways: level-1 sites, and designated centres', async () => {
      await decide({
        a: { ...severe, facilityLevel: 1, facilityDesignated: true },
        b: { ...severe, facilityLevel: 1, facilityDesignated: false },
        c: { ...severe, facilityLevel: 2, facilityDesignated: false },
        d: { category: 'TRAUMA_MINOR', facilityLevel: 1, facilityDesignated: true },
      });
      const found = await stores.decisionLog.indicators(all);
      expect(found.severe).toEqual({ cases: 3, toLevel1: 2, toDesignated: 1 });
      expect(found.decisions).toBe(4);
    });

    it('counts where a case was taken last, not where it was first meant to go', async () => {
      await decide({
        a: { ...severe, caseId: 'one', facilityLevel: 2, facilityDesignated: false },
        b: { ...severe, caseId: 'one', facilityLevel: 1, facilityDesignated: true },
      });
      const found = await stores.decisionLog.indicators(all);
      expect(found.severe).toEqual({ cases: 1, toLevel1: 1, toDesignated: 1 });
      expect(found.decisions).toBe(2);
    });

    it('tells overrides by reason, and those that still owe one', async () => {
      await decide({
        a: { overridden: true, overrideReason: 'WEATHER' },
        b: { overridden: true, overrideReason: null },
        c: { overridden: false },
      });
      const found = await stores.decisionLog.indicators(all);
      expect(found).toMatchObject({ overridden: 2, owingReason: 1, byReason: { WEATHER: 1 } });
    });

    it('counts only what the asker may see, and nothing is nought', async () => {
      await decide({ a: { ...severe, room: 'mk-limburg' } });
      const found = await stores.decisionLog.indicators({ scope: { room: 'mk-den-haag' } });
      expect(found).toEqual({
        severe: { cases: 0, toLevel1: 0, toDesignated: 0 },
        decisions: 0,
        overridden: 0,
        owingReason: 0,
        byReason: {},
      });
    });
  });
});
