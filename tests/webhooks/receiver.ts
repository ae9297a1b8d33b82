/** The other party: a real HTTP server that remembers what it was told and answers as a test says. */
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookMessage } from '#domain/webhooks/message.ts';

export interface Told {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  message: WebhookMessage;
}

type Answer = (response: ServerResponse, told: Told) => void;

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end();

export class Receiver {
  readonly told: Told[] = [];
  /** How it answers; changed while it runs. */
  answer: Answer = status(204);
  readonly #server: Server;
  #waiting: { count: number; done: () => void }[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      // A connection that is broken off is what some tests are about.
      request.on('error', () => undefined);
      response.on('error', () => undefined);
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        const message = JSON.parse(body) as WebhookMessage;
        const told = { path: request.url ?? '', headers: request.headers, body, message };
        this.told.push(told);
        this.answer(response, told);
        this.#waiting = this.#waiting.filter(({ count, done }) => {
          if (this.told.length < count) return true;
          done();
          return false;
        });
      });
    });
  }

  static async open(port = 0): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((done) => receiver.#server.listen(port, '127.0.0.1', done));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/in`;
  }

  get seqs(): number[] {
    return this.told.map(({ message }) => message.seq);
  }

  /** Resolves when it was told so many things since it opened. */
  heard(count: number): Promise<void> {
    if (this.told.length >= count) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ count, done }));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
