/** The dashboards of one process, as the benchmark sees them. */
import type { ChildProcess } from 'node:child_process';
import { start } from '../fan-out/messages.ts';
import { clock, type Arrived, type Connect, type Heard } from './messages.ts';

export class Crowd {
  readonly child: ChildProcess;
  readonly arrived = new Map<number, Omit<Arrived, 'seq'>>();
  readonly total = { messages: 0, bytes: 0, gaps: 0, closed: 0 };
  /** Milliseconds of a core that the process used, as told at `at`. */
  cpu: { at: number; used: number }[] = [];
  sample = '';
  #connected: () => void = () => undefined;

  constructor() {
    this.child = start('../load/dashboards.ts');
    this.child.on('message', (message: Heard | { connected: number }) => {
      if ('connected' in message) return this.#connected();
      for (const { seq, ...one } of message.arrived) this.arrived.set(seq, one);
      for (const one of ['messages', 'bytes', 'gaps', 'closed'] as const)
        this.total[one] += message[one];
      this.cpu.push({ at: clock(), used: message.cpu });
      this.sample ||= message.sample;
    });
  }

  /** Resolves when each of them has its picture; rejects when the process ends first. */
  connect(order: Connect): Promise<void> {
    this.child.send(order);
    return new Promise<void>((done, fail) => {
      this.#connected = done;
      this.child.once('exit', (code) => fail(new Error(`dashboards ended with ${code}`)));
    }).then(() => this.forget());
  }

  forget(): void {
    this.arrived.clear();
    this.cpu = [];
    Object.assign(this.total, { messages: 0, bytes: 0, gaps: 0, closed: 0 });
  }
}
