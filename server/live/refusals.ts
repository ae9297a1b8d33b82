/** Refusals of the live protocol: one safe sentence a code. What exactly was wrong stands in the log, not on the wire. */
import type { LiveRefusal } from '#wire/live.ts';

export const REFUSAL_MESSAGES: Record<LiveRefusal, string> = {
  UNAUTHENTICATED: 'Sign in again.',
  SECOND_FACTOR_NEEDED: 'Set up a second factor first.',
  FORBIDDEN: 'You may not follow the live picture from here.',
  MALFORMED: 'The message was not understood.',
  PROTOCOL: 'The page and the server speak different versions: reload the page.',
  TOO_MANY: 'Too many connections or messages: wait a moment.',
  FLOODING:
    'Too much was sent after it was refused: the connection is ended, and may be opened again after a while.',
  MOVING: 'This server is about to end: connect again.',
  INTERNAL: 'Something went wrong on the server.',
};

export interface RefusalMessage {
  ok: false;
  code: LiveRefusal;
  message: string;
}

export function refusal(code: LiveRefusal): RefusalMessage {
  return { ok: false, code, message: REFUSAL_MESSAGES[code] };
}

/** A refusal on its way: thrown in a handler, or passed on by a middleware, where socket.io sends its `data` along. */
export class LiveError extends Error {
  readonly code: LiveRefusal;
  readonly data: RefusalMessage;

  constructor(code: LiveRefusal, options?: ErrorOptions) {
    super(code, options);
    this.name = 'LiveError';
    this.code = code;
    this.data = refusal(code);
  }
}
