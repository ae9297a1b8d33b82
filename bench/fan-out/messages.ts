/** What the processes of the fan-out benchmark say to each other. */
import { fork, type ChildProcess } from 'node:child_process';

/** A server that stands ready. */
export interface Ready {
  url: string;
  /** One a dashboard, used in turn. */
  keys: string[];
  /** Facility, unit kind and key of each update, in turn. */
  updates: { path: string; key: string; method: 'PUT' | 'POST' }[];
}

export interface Order {
  server: Ready;
  clients: number;
}

/** One block of updates at one of the servers. */
export interface Block {
  server: number;
  updates: number;
}

export interface Measured {
  /** Milliseconds from sending each update to its arrival at the last client. */
  took: number[];
  /** Bytes of a message as the clients received it. */
  bytes: number;
}

export function start(file: string): ChildProcess {
  return fork(new URL(file, import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** The next message of the child; rejects when it ends first. */
export function hear<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) =>
      reject(new Error(`a process of the benchmark ended with ${code}`));
    child.once('exit', gone);
    child.once('message', (message) => {
      child.off('exit', gone);
      resolve(message as T);
    });
  });
}

export function ask<T>(child: ChildProcess, message: object): Promise<T> {
  const answer = hear<T>(child);
  child.send(message);
  return answer;
}

export function tell(message: object): void {
  // Whoever asked may be gone by now: nobody needs to hear it then.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
