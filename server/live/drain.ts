/** Sends the sockets of a server that is about to end elsewhere, a few at a time, so that the next one is not stormed. */
import { setTimeout as pause } from 'node:timers/promises';

/** A socket as it is sent away. */
export interface Leaver {
  readonly connected: boolean;
  emit(event: 'moving'): unknown;
}

/** The last is told when so much of the time has passed: it needs some of it to go. */
const TELL_SHARE = 0.75;

/**
 * Tells each socket to move, evenly over three quarters of the time; resolves when the whole of it has passed.
 * @param overMs milliseconds; 0 tells all at once and does not wait.
 * @param cut ends the waiting: whoever was not told yet is told then.
 */
export async function sendAway(
  sockets: readonly Leaver[],
  overMs: number,
  cut?: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const until = async (moment: number) => {
    const left = began + moment - performance.now();
    if (left <= 0 || cut?.aborted === true) return;
    await pause(left, undefined, cut === undefined ? {} : { signal: cut }).catch(() => undefined);
  };
  for (const [nth, socket] of sockets.entries()) {
    await until((nth / sockets.length) * overMs * TELL_SHARE);
    if (socket.connected) socket.emit('moving');
  }
  await until(overMs);
}
