/** Our reader beside an independent one, and what ours must not read. */
import { Hl7Message } from '@medplum/core';
import { describe, expect, it } from 'vitest';
import { Hl7Error, readMessage } from '../../../server/feeds/hl7v2/message.ts';
import { translate, USUAL_HABITS } from '../../../server/feeds/hl7v2/translate.ts';
import { a20, adt, PLANTED } from './messages.ts';

const read = (text: string) => readMessage(Buffer.from(text));
const acts = (text: string, habits = USUAL_HABITS) => translate(read(text), habits, 0);
const event = (text: string) => {
  const [act] = acts(text).acts;
  return act?.do === 'visit' ? act.event : act;
};

describe('a message', () => {
  it('is read as an independent parser reads it', () => {
    const text = adt({ event: 'A02', prior: 'SEH^TR1^1^ZHX', occurred: '20261122101430+0100' });
    const other = Hl7Message.parse(text);
    const ours = read(text);
    const pv1 = other.getSegment('PV1');
    expect(ours.header.controlId).toBe(other.getSegment('MSH')?.getField(10)?.toString());
    expect(ours.occurredAt).toBe(other.getSegment('EVN')?.getField(6)?.toString());
    const place = ours.visits[0]?.place;
    expect([place?.pointOfCare, place?.room, place?.bed, place?.facility]).toEqual(
      [0, 1, 2, 3].map((n) => pv1?.getComponent(3, n + 1)),
    );
    expect(ours.visits[0]?.number).toBe(pv1?.getComponent(19, 1));
  });

  it('gives nothing of the person in it', () => {
    const found = JSON.stringify(read(adt()));
    for (const planted of PLANTED) expect(found).not.toContain(planted);
  });

  it.each([
    ['\r\n', (text: string) => text.replaceAll('\r', '\r\n')],
    ['\n', (text: string) => text.replaceAll('\r', '\n')],
  ])('may end its segments with %j', (_end, change) => {
    expect(read(change(adt())).visits[0]?.place?.pointOfCare).toBe('IC');
  });

  it('has its own delimiters', () => {
    const text = adt().replace('MSH|^~\\&', 'MSH|^_\\&');
    expect(read(text).header.delimiters.repetition).toBe('_');
    const hashes = 'MSH#*~\\&#A#B#C#D#20261122101500+0100##ADT*A01#77#P#2.4\rPV1#1#I#IC*1*2#\r';
    expect(read(hashes).visits[0]?.place).toMatchObject({ pointOfCare: 'IC', room: '1', bed: '2' });
  });

  it('may escape its delimiters and write bytes as numbers', () => {
    const place = read(adt({ place: 'A\\T\\B^C\\S\\D\\X41\\^\\E\\ \\Q\\' })).visits[0]?.place;
    expect(place).toMatchObject({ pointOfCare: 'A&B', room: 'C^DA', bed: '\\ \\Q\\' });
  });

  it('is read in its own character set', () => {
    const text = adt({ place: 'Hésperia^1^2', header: { charset: '8859/1' } });
    expect(readMessage(Buffer.from(text, 'latin1')).visits[0]?.place?.pointOfCare).toBe('Hésperia');
    const none = adt({ place: 'Hésperia^1^2', header: { charset: '' } });
    expect(readMessage(Buffer.from(none, 'latin1')).visits[0]?.place?.pointOfCare).toBe('Hésperia');
    const wrong = adt({ place: 'Hésperia^1^2' });
    expect(() => readMessage(Buffer.from(wrong, 'latin1'))).toThrow(Hl7Error);
  });

  it.each([
    ['nothing', '', 100],
    ['no header', 'PID|1', 100],
    ['no type', 'MSH|^~\\&|A|B|C|D|2026|||77|P|2.5', 101],
    ['no number', 'MSH|^~\\&|A|B|C|D|2026||ADT^A01||P|2.5', 101],
  ])('with %s is an error that names a place', (_what, text, code) => {
    try {
      read(text);
      expect.unreachable();
    } catch (error) {
      expect((error as Hl7Error).code).toBe(code);
    }
  });
});

describe('an event', () => {
  it.each([
    ['A01', { kind: 'admitted', place: 'IC^101^1' }],
    ['A02', { kind: 'moved', place: 'IC^101^1' }],
    ['A03', { kind: 'left' }],
    ['A06', { kind: 'moved', place: 'IC^101^1' }],
    ['A07', { kind: 'moved', place: 'IC^101^1' }],
    ['A08', { kind: 'updated', moves: false }],
    ['A11', { kind: 'admission-cancelled' }],
    ['A12', { kind: 'move-cancelled', place: 'IC^101^1' }],
    ['A13', { kind: 'departure-cancelled', place: 'IC^101^1' }],
    ['A17', { kind: 'moved' }],
    ['A21', { kind: 'on-leave', keepsBed: true }],
    ['A22', { kind: 'returned' }],
  ])('%s', (code, expected) => {
    expect(event(adt({ event: code }))).toMatchObject(expected);
  });

  it.each(['A05', 'A09', 'A10', 'A14', 'A15', 'A16', 'A25', 'A26', 'A27', 'A38'])(
    '%s changes no bed',
    (code) => {
      expect(acts(adt({ event: code }))).toMatchObject({ acts: [], anomalies: [] });
    },
  );

  it('that nobody knows is passed over with a remark', () => {
    expect(acts(adt({ event: 'A99' }))).toMatchObject({ acts: [], anomalies: ['UNKNOWN_CODE'] });
  });

  it('A07 without a bed is a departure', () => {
    expect(event(adt({ event: 'A07', place: '' }))).toMatchObject({ kind: 'left' });
  });

  it('A04 counts for an emergency only, by letter or by word', () => {
    expect(event(adt({ event: 'A04', patientClass: 'E' }))).toMatchObject({ kind: 'admitted' });
    expect(event(adt({ event: 'A04', patientClass: 'Emergency' }))).toMatchObject({
      kind: 'admitted',
    });
    expect(acts(adt({ event: 'A04', patientClass: 'O' })).acts).toEqual([]);
  });

  it('A17 sets both visits', () => {
    const second = 'PV1|2|I|IC^102^1||||||||||||||||V2';
    expect(acts(adt({ event: 'A17', more: [second] })).acts).toMatchObject([
      { do: 'visit', number: 'V1' },
      { do: 'visit', number: 'V2', place: { room: '102' } },
    ]);
  });

  it('happened when EVN-6 says, else EVN-2, else MSH-7', () => {
    const at = (given: Parameters<typeof adt>[0]) => new Date(acts(adt(given)).at).toISOString();
    expect(at({ occurred: '20261122101430+0100' })).toBe('2026-11-22T09:14:30.000Z');
    expect(at({})).toBe('2026-11-22T09:15:00.000Z');
  });

  it('A20 speaks of the bed alone, in the letters of the table or of the site', () => {
    const bed = (status: string, habits = USUAL_HABITS) =>
      acts(a20('IC^104^1^ZHX', status), habits).acts[0];
    expect(bed('K')).toMatchObject({ do: 'bed', state: 'blocked', place: { bed: '1' } });
    expect(bed('C')).toMatchObject({ state: 'closed' });
    expect(bed('U')).toMatchObject({ state: 'free' });
    expect(bed('2', { ...USUAL_HABITS, bedCodes: { 2: 'free' } })).toMatchObject({ state: 'free' });
    expect(acts(a20('IC^104^1', '9'))).toMatchObject({ acts: [], anomalies: ['UNKNOWN_CODE'] });
    expect(acts(a20('IC^104^1', 'constructor'))).toMatchObject({ acts: [] });
  });

  it('of the A40s gives the visit its new number', () => {
    const merge = adt({ event: 'A50' }).replace('\rPV1', '\rMRG|x||||V0\rPV1');
    expect(acts(merge).acts).toEqual([{ do: 'rename', from: 'V0', to: 'V1' }]);
  });

  it('may name its unit in a movement segment where PV1-3 is empty', () => {
    const text = adt({ event: 'A02', place: '', more: ['ZBE|1|2|3|INSERT|N|A02|CARDIO^^^'] });
    expect(event(text)).toMatchObject({ kind: 'moved', place: 'CARDIO^^' });
  });
});
