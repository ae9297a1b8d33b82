/** The server's log: lines of JSON, on standard output unless told. Who writes to it gives ids and codes, never a body or a header. */
import pino, { type DestinationStream, type Logger } from 'pino';
import { withoutValues } from '../db/errors.ts';

/** @param level the least that is written, as pino names it. */
export function createLog(level: 'debug' | 'info' | 'warn', to?: DestinationStream): Logger {
  const redact = ['*.password', '*.token', '*.key'];
  return pino({ level, base: null, redact, serializers: { err: withoutValues } }, to);
}
