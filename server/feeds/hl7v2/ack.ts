/**
 * Answers to HL7 v2 messages: original mode (AA, AE, AR) and enhanced mode (CA, CE, CR), by what the sender asks for in MSH-15 and
 * MSH-16. Source: HL7 v2.5, 2.9; capacity model, 3.1.
 */
import type { Header } from './message.ts';

/** `accepted`: stored, durable. `error`: this message is bad. `rejected`: of a kind that is not taken here, or not now. */
export type Verdict = 'accepted' | 'error' | 'rejected';

export interface AckParts {
  header: Header;
  verdict: Verdict;
  /** Table 0357; null with `accepted`. */
  errorCode: number | null;
  /** Segment and field, `PV1-3`; never a value. */
  where: string | null;
  /** Our own number of the answer. */
  controlId: string;
  /** Milliseconds. */
  now: number;
  /** `original`: AA even where the sender's header strictly asks for a commit answer, as many engines expect. */
  mode: 'auto' | 'original';
}

const ORIGINAL: Record<Verdict, string> = { accepted: 'AA', error: 'AE', rejected: 'AR' };
const COMMIT: Record<Verdict, string> = { accepted: 'CA', error: 'CE', rejected: 'CR' };

/** The answer, or null where the sender wants none. */
export function acknowledgement(parts: AckParts): string | null {
  const { header, verdict, mode } = parts;
  const enhanced = mode === 'auto' && (header.acceptAck !== '' || header.applicationAck !== '');
  if (!enhanced) return write(parts, ORIGINAL[verdict]);
  const wanted = header.acceptAck === '' ? 'NE' : header.acceptAck;
  if (wants(wanted, verdict)) return write(parts, COMMIT[verdict]);
  // No commit answer is wanted; an application answer may be.
  return wants(header.applicationAck, verdict) ? write(parts, ORIGINAL[verdict]) : null;
}

/** Table 0155: always, never, on error, on success. A word that is none of them is answered: who waits in vain sends no more. */
function wants(when: string, verdict: Verdict): boolean {
  if (when === 'ER') return verdict !== 'accepted';
  if (when === 'SU') return verdict === 'accepted';
  return when !== 'NE' && when !== '';
}

function write({ header, errorCode, where, controlId, now }: AckParts, code: string): string {
  const { field: f, component: c, repetition, escape, subcomponent } = header.delimiters;
  const own = [
    'MSH',
    `${c}${repetition}${escape}${subcomponent}`,
    header.receivingApplication,
    header.receivingFacility,
    header.sendingApplication,
    header.sendingFacility,
    stamp(now),
    '',
    ['ACK', header.event, 'ACK'].filter((one) => one !== '').join(c),
    controlId,
    header.processingId === '' ? 'P' : header.processingId,
    header.version === '' ? '2.5' : header.version,
  ].join(f);
  const segments = [own, ['MSA', code, header.controlId].join(f)];
  if (errorCode !== null) {
    const [segment = '', place = ''] = (where ?? '').split('-');
    const location =
      segment === '' ? '' : [segment, '1', place].join(c).replace(new RegExp(`\\${c}+$`), '');
    segments.push(
      ['ERR', '', location, `${errorCode}${c}${ERROR_TEXTS[errorCode] ?? ''}`, 'E'].join(f),
    );
  }
  return `${segments.join('\r')}\r`;
}

/** Table 0357. */
const ERROR_TEXTS: Record<number, string> = {
  100: 'Segment sequence error',
  101: 'Required field missing',
  102: 'Data type error',
  103: 'Table value not found',
  200: 'Unsupported message type',
  201: 'Unsupported event code',
  202: 'Unsupported processing id',
  203: 'Unsupported version id',
  204: 'Unknown key identifier',
  207: 'Application internal error',
};

/** `20261122101503+0000`. */
function stamp(now: number): string {
  return `${new Date(now).toISOString().replace(/[-:T]/g, '').slice(0, 14)}+0000`;
}
