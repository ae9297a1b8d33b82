/** The text of a handover: sentences of the draft's facts. */
import { describe, expect, it } from 'vitest';
import { mayNameSomebody } from '#domain/person-data.ts';
import type { HandoverDraftWire } from '#wire/shift.ts';
import { draftText } from '#lib/shift/sentences.ts';
import { formats } from '#lib/words/format.ts';
import { en } from '#lib/words/en/index.ts';
import { nl } from '#lib/words/nl/index.ts';

const UNKNOWN = { free: null, staffed: null, known: 0, of: 6, oldest: null };
const KNOWN = { free: 5, staffed: 12, known: 4, of: 6, oldest: '2026-11-28T12:48:00.000Z' };
const DRAFT: HandoverDraftWire = {
  region: 'west',
  from: '2026-11-28T05:00:00.000Z',
  to: '2026-11-28T13:00:00.000Z',
  stops: [
    {
      facility: 'lumc',
      scope: 'ed',
      level: 'stop',
      from: '2026-11-28T08:00:00.000Z',
      endedAt: '2026-11-28T09:08:00.000Z',
      minutes: 68,
    },
  ],
  running: [],
  silent: [{ facility: 'haga', since: '2026-11-27T23:00:00.000Z' }],
  asks: [{ facility: 'haga', at: '2026-11-28T12:52:00.000Z' }],
  figures: {
    stopsBegun: 1,
    stopsRunning: 0,
    silent: 1,
    begin: null,
    end: { bays: KNOWN, icu: UNKNOWN },
    decisions: 4,
    owingReason: 1,
  },
  notes: [
    {
      id: 'note-1',
      at: '2026-11-28T10:00:00.000Z',
      by: { role: 'chair', organisation: 'west' },
      text: 'CT van het Haga is stuk',
    },
  ],
};
const NAMES = {
  region: () => 'West',
  facility: (id: string) => (id === 'lumc' ? 'LUMC' : 'Haga'),
};

describe('the text of a handover', () => {
  it('says each fact with its time, and what is unknown as unknown', () => {
    const text = draftText(DRAFT, NAMES, nl, formats.nl);
    expect(text.split('\n')).toEqual([
      'Dienst West, 06:00 tot 14:00',
      '',
      'Capaciteit',
      '- Traumakamers: bij begin niet bekend; bij einde 5 vrij van 12 bemand (4 van 6 bekend, oudste 12 min)',
      '- IC: bij begin niet bekend; bij einde vrij onbekend (0 van 6 bekend)',
      '',
      'Stops in deze dienst',
      '- LUMC SEH: stop van 09:00 tot 10:08, 68 min',
      '',
      'Nu lopende stops',
      'Geen.',
      '',
      'Stille ziekenhuizen',
      '- Haga, sinds 00:00',
      '',
      'Open vragen om bevestiging',
      '- Haga, gevraagd om 13:52',
      '',
      'Besluiten',
      '4 genomen, bij 1 ontbreekt nog de reden om af te wijken.',
      '',
      'Notities',
      '- 11:00 CT van het Haga is stuk',
    ]);
  });

  it.each([
    ['Dutch', nl, formats.nl],
    ['English', en, formats.en],
  ])(
    'in %s never looks like personal data by itself, also over midnight',
    (_name, words, format) => {
      const long = { ...DRAFT, from: '2026-11-26T05:00:00.000Z' };
      expect(mayNameSomebody(draftText(long, NAMES, words, format))).toBe(false);
    },
  );
});
