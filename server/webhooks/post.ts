/**
 * One attempt: one request, no redirects, a bounded answer, a deadline over all of it. What the receiver answers is only looked at
 * for its status.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { AttemptOutcome } from '#domain/webhooks/progress.ts';
import { ATTEMPT_MS } from '#domain/webhooks/schedule.ts';
import type { AttemptError } from '#domain/webhooks/words.ts';
import { AddressRefused, guardedLookup, hostOf, mayConnect, type AddressRules } from './address.ts';

/** Calls `work` once after so many milliseconds unless it is called off; a test has one that it turns by hand. */
export type After = (milliseconds: number, work: () => void) => () => void;

export const afterByTimer: After = (milliseconds, work) => {
  const timer = setTimeout(work, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
};

export interface Request {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Never rejects. Ends at once, as a broken connection, when the signal is given. */
export type Post = (request: Request, signal: AbortSignal) => Promise<AttemptOutcome>;

export interface Poster {
  post: Post;
  /** Ends idle connections. */
  close(): void;
}

/** Bytes of an answer that are read; a longer one ends the connection and counts by its status. */
const MOST_ANSWER_BYTES = 16 * 1024;
/** An idle connection is kept so long for the next message. */
const IDLE_MS = 30_000;

export function createPoster(rules: AddressRules, after: After = afterByTimer): Poster {
  const lookup = guardedLookup(rules);
  const pool = { keepAlive: true, maxFreeSockets: 100, timeout: IDLE_MS };
  const agents = { 'http:': new HttpAgent(pool), 'https:': new HttpsAgent(pool) };

  const once = ({ url, headers, body }: Request, signal: AbortSignal) =>
    new Promise<AttemptOutcome & { reused: boolean }>((done) => {
      const { promise: outcome, resolve } = Promise.withResolvers<AttemptOutcome>();
      const to = new URL(url);
      const secure = to.protocol === 'https:';
      const options = {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        lookup,
        signal,
        agent: agents[secure ? 'https:' : 'http:'],
      };
      const request = secure ? httpsRequest(to, options) : httpRequest(to, options);
      let status: number | null = null;
      let late = false;
      const callOff = after(ATTEMPT_MS, () => {
        late = true;
        request.destroy();
      });
      request.on('response', (response) => {
        status = response.statusCode ?? null;
        const answered = outcomeOf(response);
        readBounded(response, () => resolve(answered));
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        // An answer that has a status is an answer, however it ended.
        if (status === null) resolve(failed(late ? 'TIMEOUT' : errorOf(error)));
      });
      request.on('close', () => {
        if (status === null) resolve(failed(late ? 'TIMEOUT' : 'CONNECTION'));
      });
      request.end(body);
      void outcome.then((one) => {
        callOff();
        done({ ...one, reused: request.reusedSocket });
      });
    });

  return {
    async post(request, signal) {
      // A host that is an address is connected to without any look-up.
      const host = hostOf(new URL(request.url));
      if (isIP(host) !== 0 && !mayConnect(host, rules)) return failed('ADDRESS_REFUSED');
      const first = await once(request, signal);
      // The receiver ended an idle connection just as it was used again: that is no failure of its own.
      const again = first.reused && first.error === 'CONNECTION' && !signal.aborted;
      const { reused: _reused, ...outcome } = again ? await once(request, signal) : first;
      return outcome;
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** Reads to the end, or as far as it may; then says so, once. */
function readBounded(response: IncomingMessage, ended: () => void): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) response.destroy();
  });
  response.on('error', () => undefined);
  response.on('close', ended);
}

const failed = (error: AttemptError): AttemptOutcome => ({
  error,
  status: null,
  retryAfterMs: null,
});

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): AttemptOutcome {
  const seconds = /^\d{1,6}$/.exec(headers['retry-after'] ?? '')?.[0];
  const retryAfterMs = seconds === undefined ? null : Number(seconds) * 1000;
  return { error: errorOfStatus(statusCode), status: statusCode, retryAfterMs };
}

function errorOfStatus(status: number): AttemptError | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return 'REDIRECT';
  return status === 410 ? 'GONE' : 'STATUS';
}

function errorOf(error: NodeJS.ErrnoException): AttemptError {
  if (error instanceof AddressRefused) return 'ADDRESS_REFUSED';
  const code = error.code ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'NAME_NOT_FOUND';
  const certificate = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_)/.test(code);
  return certificate ? 'CERTIFICATE' : 'CONNECTION';
}
