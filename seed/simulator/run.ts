/** Keeps a simulation going against a server until it is told to stop. */
import type { Driver } from './driver.ts';

/** Real time between two looks at what is due. */
export const TICK_MS = 500;

/** Resolves when the signal stops it. Faults are told and do not end it. */
export async function keepGoing(
  driver: Driver,
  signal: AbortSignal,
  onFault: (fault: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    const from = performance.now();
    try {
      await driver.tick();
    } catch (fault) {
      onFault(fault);
    }
    await pause(Math.max(20, TICK_MS - (performance.now() - from)), signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) return done();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
