/** The one wrapper round every handler of a socket: parse, run, answer, log. Nothing that a client sends gets past it. */
import type { z } from 'zod';
import type { Reply, LiveRefusal } from '#wire/live.ts';
import type { Gauge } from './limits.ts';
import type { LiveLog, LiveMeters } from './ports.ts';
import { LiveError, refusal } from './refusals.ts';

/** What the wrapper knows of a socket. */
export interface SocketData {
  /** Account or key. */
  who: string;
}

/** Any socket, whatever events it is typed with: what comes in is unknown until it was parsed. */
export interface AnySocket {
  readonly id: string;
  readonly connected: boolean;
  readonly data: SocketData;
  emit(event: string, message: unknown): unknown;
  disconnect(close: boolean): unknown;
  on(event: string, listener: (...message: unknown[]) => void): unknown;
  use(middleware: (packet: unknown[], next: () => void) => void): unknown;
}

export interface RequestParts {
  log: LiveLog;
  meters: LiveMeters;
}

export interface GuardParts extends RequestParts {
  gauge: Gauge;
  /** It goes on after many were refused: called once, and nothing of it is looked at any more. */
  onFlood: () => void;
}

interface Handler<S extends z.ZodType, T> {
  schema: S;
  /** A better name for a payload that does not fit the schema; null: MALFORMED. */
  misfit?: (payload: unknown) => LiveRefusal | null;
  run: (input: z.output<S>) => T | Promise<T>;
}

/**
 * Serves `name`. The answer goes to the acknowledgement if there is one; without one the sender hears of refusals by `refused`.
 */
export function onRequest<S extends z.ZodType, T>(
  socket: AnySocket,
  name: string,
  handler: Handler<S, T>,
  parts: RequestParts,
): void {
  socket.on(name, (...message) => {
    const { payload, answer } = takeApart<T>(message, socket);
    // `serve` answers for its own errors; what an answer throws is all that is left.
    serve(handler, payload)
      .then((reply) => {
        if (!reply.ok) note(reply.code);
        answer(reply);
      })
      .catch((error: unknown) => parts.log.error({ err: error, name }, 'a live answer failed'));
  });

  function note(code: LiveRefusal): void {
    parts.meters.refused(code);
    parts.log.debug({ code, name, who: socket.data.who }, 'a live message was refused');
  }

  async function serve(
    { schema, misfit, run }: Handler<S, T>,
    payload: unknown,
  ): Promise<Reply<T>> {
    try {
      const parsed = schema.safeParse(payload);
      if (!parsed.success) return refusal(misfit?.(payload) ?? 'MALFORMED');
      return { ok: true, data: await run(parsed.data) };
    } catch (error) {
      if (error instanceof LiveError) return refusal(error.code);
      parts.log.error({ err: error, name, who: socket.data.who }, 'a live handler failed');
      return refusal('INTERNAL');
    }
  }
}

/** Refuses messages beyond the limit, and messages that nobody serves. To be called after the handlers are known. */
export function guardMessages(
  socket: AnySocket,
  served: readonly string[],
  { gauge, onFlood, log, meters }: GuardParts,
): void {
  let over = false;
  socket.use((packet, next) => {
    if (over) return;
    const verdict = gauge();
    if (verdict === 'end') {
      over = true;
      return onFlood();
    }
    const [name, ...message] = packet;
    const known = typeof name === 'string' && served.includes(name);
    if (verdict === 'serve' && known) return next();
    const code = verdict === 'serve' ? 'MALFORMED' : 'TOO_MANY';
    meters.refused(code);
    log.debug({ code, who: socket.data.who }, 'a live message was refused');
    takeApart(message, socket).answer(refusal(code));
  });
}

/** The payload, and how to answer. A message of several payloads is none that we know. */
function takeApart<T>(
  message: unknown[],
  socket: AnySocket,
): { payload: unknown; answer: (reply: Reply<T>) => void } {
  const last = message.at(-1);
  const payloads = typeof last === 'function' ? message.slice(0, -1) : message;
  const payload = payloads.length === 1 ? payloads[0] : undefined;
  const answer = (reply: Reply<T>) => {
    if (typeof last === 'function') (last as (reply: Reply<T>) => void)(reply);
    else if (!reply.ok) socket.emit('refused', reply);
  };
  return { payload, answer };
}
