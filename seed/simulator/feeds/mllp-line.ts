/** The sending end of an MLLP line: one message, its answer, the next. Source: HL7 MLLP release 1. */
import { connect, type Socket } from 'node:net';

const [START, END, CARRIAGE_RETURN] = [0x0b, 0x1c, 0x0d];
const PATIENCE_MS = 10_000;

export interface Address {
  host: string;
  port: number;
}

/** A message as it goes over the line. */
export const framed = (text: string): Buffer =>
  Buffer.concat([
    Buffer.from([START]),
    Buffer.from(text, 'utf8'),
    Buffer.from([END, CARRIAGE_RETURN]),
  ]);

export class MllpLine {
  readonly #address: Address;
  #socket: Socket | null = null;
  #answer: PromiseWithResolvers<string> | null = null;
  #got = Buffer.alloc(0);

  constructor(address: Address) {
    this.#address = address;
  }

  /**
   * The code of the answer, `AA` when the message is durable over there.
   * @throws when the line breaks or nobody answers in time: the same message is to be sent again.
   */
  async send(text: string): Promise<string> {
    const socket = this.#socket ?? (this.#socket = this.#open());
    const answer = (this.#answer = Promise.withResolvers<string>());
    const impatient = setTimeout(() => socket.destroy(), PATIENCE_MS);
    try {
      socket.write(framed(text));
      return await answer.promise;
    } finally {
      clearTimeout(impatient);
      this.#answer = null;
    }
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #open(): Socket {
    const socket = connect(this.#address);
    socket.setNoDelay(true);
    this.#got = Buffer.alloc(0);
    const broken = () => {
      if (this.#socket === socket) this.#socket = null;
      this.#answer?.reject(new Error('the line broke'));
    };
    socket.on('error', broken);
    socket.on('close', broken);
    socket.on('data', (bytes) => {
      this.#got = Buffer.concat([this.#got, bytes]);
      const end = this.#got.indexOf(END);
      if (end < 0) return;
      const text = this.#got.subarray(1, end).toString('utf8');
      this.#got = Buffer.from(this.#got.subarray(end + 2));
      this.#answer?.resolve(/(?:^|\r)MSA\|(\w\w)/.exec(text)?.[1] ?? '');
    });
    return socket;
  }
}
