/** The real server as a process of its own, as an operator starts it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', '..', 'server', 'main.ts');
/** Nobody stands behind a balancer unless the test says so: then it ends at once. */
const USUAL = { NODE_OPTIONS: '', PORT: '0', HOST: '127.0.0.1', DRAIN_SECONDS: '0' };
const ADDRESS = /^Spoedkaart: (http:\S+)$/m;

export interface ServerProcess {
  url: string;
  pid: number;
  /** What the pattern finds first in what it prints, now or later. */
  prints(pattern: RegExp): Promise<string>;
  /** All that it has printed, on both outputs. */
  said(): string;
  /** As an operator ends it; its exit code, null when it had to be killed. */
  stop(): Promise<number | null>;
  /** As a power cut ends it. */
  kill(): Promise<number | null>;
}

/** Resolves when it listens; rejects with what it said when it ends before. */
export function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...USUAL, ...env },
    });
    let out = '';
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const end = (signal: NodeJS.Signals) => async () => {
      child.kill(signal);
      return ended;
    };
    const looking = new Set<() => void>();
    const prints = (pattern: RegExp) =>
      new Promise<string>((found) => {
        const look = () => {
          const match = pattern.exec(out);
          if (match === null) return;
          looking.delete(look);
          found(match[1] ?? match[0]);
        };
        looking.add(look);
        look();
      });
    const take = (text: string) => {
      out += text;
      for (const look of [...looking]) look();
      const url = ADDRESS.exec(out)?.[1];
      if (url !== undefined)
        resolve({
          url,
          pid: child.pid ?? 0,
          prints,
          said: () => out,
          stop: end('SIGTERM'),
          kill: end('SIGKILL'),
        });
    };
    child.stdout?.setEncoding('utf8').on('data', take);
    child.stderr?.setEncoding('utf8').on('data', take);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`the server ended (${code}): ${out}`)));
  });
}
