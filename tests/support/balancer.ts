/**
 * A small balancer, as the one in deploy/: asks each server whether it is ready, hands requests and sockets to one that is, and tries
 * another one where it could not connect.
 */
import {
  createServer,
  request as ask,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

const LOOK_EVERY_MS = 50;

export interface Balancer {
  url: string;
  /** The servers behind it from now on. */
  serve(urls: readonly string[]): void;
  /** Resolves when exactly these are known to be ready. */
  sees(urls: readonly string[]): Promise<void>;
  /** Answers handed on, by server. */
  answered: Map<string, number>;
  close(): Promise<void>;
}

export async function startBalancer(): Promise<Balancer> {
  let servers: readonly string[] = [];
  let ready = new Set<string>();
  let turn = 0;
  const answered = new Map<string, number>();
  const waiting = new Set<() => void>();
  const open = new Set<Socket>();

  /** Ready ones first, each in turn; then the others, for what is known may be old. */
  const order = () => {
    turn += 1;
    const known = servers.filter((one) => ready.has(one));
    const others = servers.filter((one) => !ready.has(one));
    return [...known.map((_, nth) => known[(nth + turn) % known.length] ?? ''), ...others];
  };
  const optionsFor = (server: string, { method, url, headers }: IncomingMessage) => {
    const { hostname, port } = new URL(server);
    const kept: OutgoingHttpHeaders = headers;
    const options: RequestOptions = { hostname, port, method, path: url, headers: kept };
    return { ...options, agent: false };
  };

  const http = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      const attempt = ([server, ...rest]: string[]) => {
        if (server === undefined) return void outgoing.writeHead(502).end();
        const onward = ask(optionsFor(server, incoming), (answer) => {
          answered.set(server, (answered.get(server) ?? 0) + 1);
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
        onward.on('error', (error: NodeJS.ErrnoException) => {
          if (error.code === 'ECONNREFUSED') attempt(rest);
          else outgoing.destroy(error);
        });
        onward.end(body);
      };
      attempt(order());
    });
  });
  http.on('upgrade', (incoming, socket: Socket, head) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    const attempt = ([server, ...rest]: string[]) => {
      if (server === undefined) return void socket.destroy();
      const onward = ask(optionsFor(server, incoming));
      onward.on('error', () => attempt(rest));
      onward.on('upgrade', (answer, upstream, first) => {
        const lines = answer.rawHeaders.flatMap((name, nth) =>
          nth % 2 === 0 ? [`${name}: ${answer.rawHeaders[nth + 1]}`] : [],
        );
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
        socket.write(first);
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
        upstream.on('close', () => socket.destroy()).on('error', () => socket.destroy());
        socket.on('close', () => upstream.destroy());
      });
      onward.end();
    };
    attempt(order());
  });

  let closed = false;
  const look = async () => {
    const asked = [...servers];
    const answers = await Promise.all(
      asked.map((url) =>
        fetch(`${url}/api/v1/health/ready`).then(
          ({ status }) => status === 200,
          () => false,
        ),
      ),
    );
    ready = new Set(asked.filter((_, nth) => answers[nth]));
    for (const done of waiting) done();
    if (!closed) timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  };
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  void look();
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    serve(urls) {
      servers = urls;
    },
    async sees(urls) {
      const same = () => ready.size === urls.length && urls.every((one) => ready.has(one));
      while (!same())
        await new Promise<void>((done) => {
          const once = () => {
            waiting.delete(once);
            done();
          };
          waiting.add(once);
        });
    },
    answered,
    async close() {
      closed = true;
      clearTimeout(timer);
      for (const socket of open) socket.destroy();
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
    },
  };
}
