import { describe, expect, it } from 'vitest';
import type { AudienceEntry, Entry } from '#domain/entries.ts';
import { changeWords } from '#lib/board/change-words.ts';
import { ChangeFold } from '#lib/board/changes.ts';
import { formats } from '#lib/words/format.ts';
import { nl } from '#lib/words/nl/index.ts';
import { NO_TEXTS, viewFacility } from '#wire/views.ts';
import {
  aFacility,
  anObservation,
  aStop,
  minutesAgo,
  minutesAhead,
  NOW,
  SOMEBODY,
} from '../builders.ts';

const base = { by: SOMEBODY, version: 1, also: [], v: 1, prev: '', hash: '' };
const seen = (entry: Entry) => entry as AudienceEntry;

function observed(seq: number, available: number | null, facility = 'h-1'): AudienceEntry {
  return seen({
    ...base,
    seq,
    at: minutesAgo(20 - seq),
    kind: 'unit-observed',
    subject: `unit:${facility}/icu`,
    body: { facility, kind: 'icu', observation: anObservation({ available }) },
  });
}
const started = (seq: number, at: string, over: Parameters<typeof aStop>[0] = {}): AudienceEntry =>
  seen({
    ...base,
    seq,
    at,
    kind: 'stop-started',
    subject: 'facility:h-1',
    body: { facility: 'h-1', stop: aStop(over) },
  });
const ended = (seq: number, at: string, stop: string): AudienceEntry =>
  seen({
    ...base,
    seq,
    at,
    kind: 'stop-ended',
    subject: 'facility:h-1',
    body: { facility: 'h-1', stop, endedAt: at },
  });

function fold() {
  const start = viewFacility(aFacility({ units: { icu: { available: 3 } } }), {
    now: NOW,
    inbound: false,
    texts: NO_TEXTS,
  });
  return new ChangeFold([start], 10, ['icu', 'trauma-bay']);
}

describe('what changed since one last looked', () => {
  it('says each unit once, from what it was to what it is, at the time of the last report', () => {
    const changes = fold();
    changes.take([observed(11, 2), observed(12, 1)]);
    expect(changes.changes()).toMatchObject([
      { what: 'figure', facility: 'h-1', kind: 'icu', from: 3, to: 1 },
    ]);
    expect(changes.changes()[0]?.at).toBe(Date.parse(minutesAgo(8)));
    expect(changes.marked()).toEqual(new Set(['h-1/icu']));
  });

  it('says nothing of a figure that came back to what it was, nor of one that was only confirmed', () => {
    const changes = fold();
    changes.take([observed(11, 2), observed(12, 3)]);
    expect(changes.changes()).toEqual([]);
    expect(changes.marked().size).toBe(0);
  });

  it('takes an entry once, however often it is heard', () => {
    const changes = fold();
    changes.take([started(11, minutesAgo(9))]);
    changes.take([started(11, minutesAgo(9))]);
    expect(changes.changes()).toHaveLength(1);
    expect(changes.seq).toBe(11);
  });

  it('leaves out other regions', () => {
    const changes = fold();
    changes.take([observed(11, 0, 'h-elsewhere')]);
    expect(changes.changes()).toEqual([]);
  });

  it('does not make a figure unknown because one source says nothing of it', () => {
    const changes = fold();
    changes.take([observed(11, null)]);
    expect(changes.changes()).toEqual([]);
  });

  it('tells a stop that gave way to another by the new one alone', () => {
    const changes = fold();
    const at = minutesAgo(5);
    changes.take([
      started(11, minutesAgo(9), { id: 's-1', level: 'impending' }),
      ended(12, at, 's-1'),
      started(13, at, { id: 's-2' }),
    ]);
    expect(changes.changes().map((one) => one.what)).toEqual(['stop-started', 'stop-started']);
  });

  it('says it in words, newest first', () => {
    const changes = fold();
    changes.take([
      observed(11, 1),
      started(12, minutesAgo(2), { until: minutesAhead(30) }),
      ended(13, minutesAgo(1), 'stop-1'),
    ]);
    expect(changes.changes().map((one) => changeWords(one, NOW, nl, formats.nl))).toEqual([
      'presentatiestop voorbij',
      'presentatiestop tot 14:30, drukte',
      'IC 3 → 1',
    ]);
  });
});
