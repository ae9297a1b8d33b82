/** Wires between clients and servers that can fail: every connection goes to the first target that answers. */
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Wires {
  port: number;
  /** Ports of 127.0.0.1 that connections go to, in turn; those that refuse are passed over. */
  targets: number[];
  /** From here on nothing passes in either direction, and nobody is told: as a network that fails. */
  stall(): void;
  /** As `stall`, but of those that are open now alone: as a machine that is lost, whose address goes to another. */
  lose(): void;
  /** What was held goes on. */
  resume(): void;
  /** Ends every connection. */
  cut(): void;
  close(): Promise<void>;
}

export async function startWires(targets: number[] = []): Promise<Wires> {
  const open = new Set<Socket>();
  let stalled = false;
  let turn = 0;
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    if (stalled) socket.pause();
  };
  const pass = (client: Socket, left: number[]): void => {
    const [port, ...others] = left;
    if (port === undefined) return void client.destroy();
    const server = connect(port, '127.0.0.1');
    server.once('error', () => pass(client, others));
    server.once('connect', () => {
      server.removeAllListeners('error');
      keep(server);
      server.pipe(client).pipe(server);
      if (stalled) for (const one of [server, client]) one.unpipe();
      client.on('close', () => server.destroy());
      server.on('close', () => client.destroy());
      pairs.set(client, server);
      client.on('close', () => pairs.delete(client));
    });
  };
  const pairs = new Map<Socket, Socket>();
  const listener = createServer((client) => {
    keep(client);
    const { targets: all } = balancer;
    const from = (turn += 1) % Math.max(1, all.length);
    pass(client, [...all.slice(from), ...all.slice(0, from)]);
  });
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  const balancer: Wires = {
    port: (listener.address() as AddressInfo).port,
    targets,
    stall() {
      stalled = true;
      balancer.lose();
    },
    lose() {
      for (const [client, server] of pairs) {
        client.unpipe(server).pause();
        server.unpipe(client).pause();
      }
    },
    resume() {
      stalled = false;
      for (const [client, server] of pairs) server.pipe(client).pipe(server);
    },
    cut() {
      for (const socket of open) socket.destroy();
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((done) => listener.close(() => done()));
    },
  };
  return balancer;
}
