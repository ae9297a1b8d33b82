/** Somebody who means ill: a bare websocket that speaks as much of socket.io as it needs, and remembers how it ended. */
import { WebSocket } from 'ws';

export interface Ended {
  code: number;
  reason: string;
}

export class Flooder {
  readonly socket: WebSocket;
  readonly heard: string[] = [];
  /** Resolves however it ends; a handshake that was turned away is one end, with code 0. */
  readonly ended: Promise<Ended>;
  readonly opened: Promise<void>;
  #waiting: (() => void)[] = [];

  /** @param url of the server, http */
  constructor(url: string, headers: Record<string, string> = {}) {
    const path = '/socket.io/?EIO=4&transport=websocket';
    this.socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers });
    this.socket.on('error', () => undefined);
    let stood = false;
    this.opened = new Promise((done) =>
      this.socket.once('open', () => {
        stood = true;
        done();
      }),
    );
    this.ended = new Promise((done) =>
      this.socket.once('close', (code, reason) => {
        done({ code: stood ? code : 0, reason: String(reason) });
        this.#tell();
      }),
    );
    this.socket.on('message', (data: Buffer) => {
      this.heard.push(data.toString('utf8').slice(0, 200));
      this.#tell();
    });
  }

  /** Says who it is, whoever that may be; resolves with what it was told, '' when it was turned away. */
  async introduce(key: string): Promise<string> {
    await Promise.race([this.opened, this.ended]);
    if (this.socket.readyState !== WebSocket.OPEN) return '';
    this.socket.send(`40/live,${JSON.stringify({ key })}`);
    return this.hears(/^4[04]\/live,/);
  }

  /** What begins so, or '' when it ended without. */
  hears(pattern: RegExp): Promise<string> {
    return new Promise((done) => {
      const look = () => {
        const found = this.heard.find((one) => pattern.test(one));
        if (found !== undefined) return done(found);
        if (this.socket.readyState === WebSocket.CLOSED) return done('');
        this.#waiting.push(look);
      };
      look();
    });
  }

  /** As often, or until it is over; gives the other side its turn now and then. */
  async repeat(times: number, send: (socket: WebSocket) => void): Promise<void> {
    for (let nth = 0; nth < times && this.socket.readyState === WebSocket.OPEN; nth += 1) {
      send(this.socket);
      if (nth % 50 === 49) await new Promise((done) => setImmediate(done));
    }
  }

  drop(): void {
    this.socket.terminate();
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look();
  }
}
