/** Every event of the table of effects, with delimiters of any kind, read by our reader and by an independent one: they agree. */
import { Hl7Context, Hl7Message } from '@medplum/core';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../seed/simulator/random.ts';
import { readMessage } from '../../../server/feeds/hl7v2/message.ts';
import { a20, adt } from './messages.ts';

const EVENTS = [
  ...['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A08', 'A09', 'A10', 'A11', 'A12', 'A13'],
  ...['A14', 'A15', 'A16', 'A17', 'A21', 'A22', 'A25', 'A26', 'A27', 'A38', 'A40', 'A45', 'A47'],
  'A50',
];
const SEED = Number(process.env['ORACLE_SEED'] ?? 1);

/** A field by the other reader; empty where it has none. */
const theirs = (message: Hl7Message, segment: string, field: number, component = 1) =>
  message.getSegment(segment)?.getComponent(field, component) ?? '';

function agree(text: string): void {
  const [ours, other] = [readMessage(Buffer.from(text)), Hl7Message.parse(text)];
  const { header } = ours;
  expect([
    ...[header.sendingApplication, header.sendingFacility, header.receivingApplication],
    ...[header.receivingFacility, header.time, header.type, header.event, header.controlId],
    ...[header.processingId, header.version, header.acceptAck, header.applicationAck],
  ]).toEqual([
    ...[3, 4, 5, 6, 7, 9].map((field) => theirs(other, 'MSH', field)),
    theirs(other, 'MSH', 9, 2),
    ...[10, 11, 12, 15, 16].map((field) => theirs(other, 'MSH', field)),
  ]);
  expect([ours.recordedAt, ours.occurredAt]).toEqual([
    theirs(other, 'EVN', 2),
    theirs(other, 'EVN', 6),
  ]);
  const pv1s = other.getAllSegments('PV1');
  expect(ours.visits).toHaveLength(pv1s.length);
  for (const [n, visit] of ours.visits.entries()) {
    const at = (field: number, component: number) => pv1s[n]?.getComponent(field, component) ?? '';
    const place = (field: number) => {
      const parts = [1, 2, 3, 4].map((component) => at(field, component));
      return parts.slice(0, 3).every((part) => part === '') ? null : parts;
    };
    const mine = (one: (typeof visit)['place']) =>
      one === null ? null : [one.pointOfCare, one.room, one.bed, one.facility];
    expect([visit.patientClass, visit.number, mine(visit.place), mine(visit.prior)]).toEqual([
      ...[at(2, 1), at(19, 1)],
      ...[place(3), place(6)],
    ]);
  }
  for (const [n, npu] of other.getAllSegments('NPU').entries()) {
    const bed = ours.beds[n];
    expect([bed?.place.pointOfCare, bed?.place.room, bed?.place.bed, bed?.status]).toEqual([
      ...[1, 2, 3].map((component) => npu.getComponent(1, component)),
      npu.getComponent(2, 1),
    ]);
  }
}

describe(`an independent reader agrees on (ORACLE_SEED=${SEED})`, () => {
  it.each(EVENTS)('%s', (event) => {
    const random = randomStream(SEED, event);
    for (let n = 0; n < 20; n += 1) {
      const place = () =>
        random.pick(['', 'IC', 'SEH^TR1^1^ZHX', 'Renal^^RENAL-04^general-hospital', 'IC^1^2']);
      agree(
        adt({
          ...{ event, id: `C${n}`, place: place(), prior: place(), visit: `V${n}` },
          occurred: random.pick(['', '20261122101430+0100', '202611221014']),
          patientClass: random.pick(['I', 'E', 'O', 'P', 'R', 'B', 'N', 'Inpatient', '']),
          header: { accept: random.pick(['', 'AL', 'NE']), version: random.pick(['2.3', '2.5']) },
          more: event === 'A17' ? [`PV1|2|I|IC^102^1||||||||||||||||W${n}`] : [],
        }),
      );
    }
  });

  it.each(['U', 'O', 'C', 'H', 'K', 'I', '1', '2'])('A20 with the state %s', (state) => {
    agree(a20('IC^104^1^ZHX', state));
  });

  it('delimiters of any kind', () => {
    const text = adt({ event: 'A02', prior: 'SEH^1^2' });
    const swap = (from: string, to: string) => text.replaceAll(from, to);
    expect(new Hl7Context().fieldSeparator).toBe('|');
    agree(text.replace('MSH|^~\\&', 'MSH|^_\\&'));
    agree(swap('|', '#'));
    agree(swap('^', '*'));
  });
});
