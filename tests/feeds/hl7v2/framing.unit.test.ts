import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frame, FrameReader } from '../../../server/feeds/hl7v2/mllp.ts';
import { hl7Moment } from '../../../server/feeds/hl7v2/time.ts';
import { acknowledgement } from '../../../server/feeds/hl7v2/ack.ts';
import { readMessage } from '../../../server/feeds/hl7v2/message.ts';
import { adt } from './messages.ts';

const textsOf = (reader: FrameReader, chunks: readonly Buffer[]) =>
  chunks
    .flatMap((chunk) => reader.push(chunk))
    .map((one) => (one.ok ? one.bytes.toString() : one.code));

describe('frames', () => {
  it('are the same however the bytes are split', () => {
    const text = fc
      .string({ minLength: 0, maxLength: 40 })
      .map((one) => one.replaceAll('\x0b', '').replaceAll('\x1c', ''));
    const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), cuts, (texts, at) => {
        const whole = Buffer.concat(texts.map((one) => frame(one)));
        const marks = [0, ...at.map((cut) => cut % (whole.length + 1)), whole.length].sort(
          (a, b) => a - b,
        );
        const chunks = marks.slice(1).map((to, n) => whole.subarray(marks[n], to));
        expect(textsOf(new FrameReader(), chunks)).toEqual(texts);
      }),
    );
  });

  it('drop what stands between them', () => {
    const stream = Buffer.concat([
      Buffer.from('noise\r\n'),
      frame('a'),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      frame('b'),
    ]);
    expect(textsOf(new FrameReader(), [stream])).toEqual(['a', 'b']);
  });

  it('begin anew where one was never ended', () => {
    const cut = frame('lost').subarray(0, 4);
    expect(textsOf(new FrameReader(), [cut, frame('kept')])).toEqual(['kept']);
  });

  it('keep an end mark that no carriage return follows', () => {
    const odd = Buffer.from([0x0b, 0x61, 0x1c, 0x62, 0x1c, 0x0d]);
    expect(
      textsOf(
        new FrameReader(),
        [...odd].map((byte) => Buffer.from([byte])),
      ),
    ).toEqual(['a\x1cb']);
  });

  it('that are too large are said to be, and hold no memory', () => {
    const reader = new FrameReader(100);
    const large = frame('x'.repeat(1_000));
    expect(textsOf(reader, [large.subarray(0, 500)])).toEqual([]);
    expect(reader.waiting).toBe(0);
    expect(textsOf(reader, [large.subarray(500), frame('b')])).toEqual(['TOO_LARGE', 'b']);
  });
});

describe('times', () => {
  const at = (text: string, notBefore: string | null = null) => {
    const ms = hl7Moment(text, notBefore === null ? null : Date.parse(notBefore));
    return ms === null ? null : new Date(ms).toISOString();
  };
  it.each([
    ['20261122101502+0100', '2026-11-22T09:15:02.000Z'],
    ['20261122101502', '2026-11-22T09:15:02.000Z'],
    ['20260722101502', '2026-07-22T08:15:02.000Z'],
    ['202611221015', '2026-11-22T09:15:00.000Z'],
    ['20261122101502.1234+0000', '2026-11-22T10:15:02.123Z'],
    ['20261122', null],
    ['20261322101502', null],
    ['20261122256502', null],
    ['00260722101502+0000', null],
    ['00260722101502', null],
    ['99991231235959-1400', null],
    ['yesterday', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(at(text)).toBe(expected);
  });
  it('of the hour that comes twice follow the message before', () => {
    expect(at('20261025023000')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('20261025023000', '2026-10-25T00:45:00Z')).toBe('2026-10-25T01:30:00.000Z');
  });
});

describe('answers', () => {
  const answer = (
    accept: string,
    application: string,
    verdict: 'accepted' | 'error' | 'rejected',
    mode: 'auto' | 'original' = 'auto',
  ) => {
    const { header } = readMessage(Buffer.from(adt()));
    const asked = { ...header, acceptAck: accept, applicationAck: application };
    const text = acknowledgement({
      header: asked,
      verdict,
      errorCode: null,
      where: null,
      controlId: 'K1',
      now: 0,
      mode,
    });
    return text === null ? null : (text.split('\r')[1] ?? '').split('|')[1];
  };
  it.each([
    ['', '', 'accepted', 'AA'],
    ['', '', 'error', 'AE'],
    ['', '', 'rejected', 'AR'],
    ['AL', 'NE', 'accepted', 'CA'],
    ['AL', 'NE', 'error', 'CE'],
    ['AL', 'NE', 'rejected', 'CR'],
    ['NE', 'NE', 'accepted', null],
    ['NE', 'AL', 'accepted', 'AA'],
    ['ER', '', 'accepted', null],
    ['ER', '', 'error', 'CE'],
    ['SU', '', 'accepted', 'CA'],
    ['SU', '', 'error', null],
  ] as const)(
    'with MSH-15 %s and MSH-16 %s to what is %s: %s',
    (accept, application, verdict, code) => {
      expect(answer(accept, application, verdict)).toBe(code);
    },
  );
  it('are plain where a site asks for that, whatever its header says', () => {
    expect(answer('AL', 'NE', 'accepted', 'original')).toBe('AA');
  });
  it('turn sender and receiver about, in the delimiters of the message', () => {
    const { header } = readMessage(Buffer.from('MSH#*_!$#A#B#C#D#2026##ADT*A01#77#P#2.4'));
    const text = acknowledgement({
      header,
      verdict: 'error',
      errorCode: 101,
      where: 'PV1-3',
      controlId: 'K1',
      now: 0,
      mode: 'auto',
    });
    expect(text?.split('\r')).toEqual([
      'MSH#*_!$#C#D#A#B#19700101000000+0000##ACK*A01*ACK#K1#P#2.4',
      'MSA#AE#77',
      'ERR##PV1*1*3#101*Required field missing#E',
      '',
    ]);
  });
});
