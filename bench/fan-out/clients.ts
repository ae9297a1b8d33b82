/**
 * Process: all the dashboards of the fan-out benchmark. They read frames and parse nothing, so that it is the servers that
 * are measured. Speaks engine.io and socket.io as far as needed: connect, follow, answer pings.
 */
import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';
import { LIVE_NAMESPACE, LIVE_PROTOCOL } from '../../server/wire/live.ts';
import { pause } from '../support/stats.ts';
import { tell, type Block, type Measured, type Order, type Ready } from './messages.ts';

/** Messages with an entry are longer; heartbeats and acknowledgements are shorter. */
const LEAST_BYTES = 300;
const AT_ONCE = 20;
const EVENT = Buffer.from(`42${LIVE_NAMESPACE},["entries"`);

interface Side {
  server: Ready;
  clients: number;
  sockets: WebSocket[];
  next: number;
  sample: string;
  arrived: () => void;
}

const sides: Side[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

async function connectAll(order: Order): Promise<void> {
  const side: Side = { ...order, sockets: [], next: 0, sample: '', arrived: () => undefined };
  sides.push(side);
  const { keys } = order.server;
  for (let nth = 0; nth < order.clients; nth += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, order.clients - nth) }, (_, n) =>
        connect(side, keys[(nth + n) % keys.length] ?? ''),
      ),
    );
}

function connect(side: Side, key: string): Promise<void> {
  const { server } = side;
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
    {
      headers: key === '' ? {} : { authorization: `Bearer ${key}` },
    },
  );
  side.sockets.push(socket);
  return new Promise((done, fail) => {
    socket.on('error', fail);
    socket.on('message', (data: Buffer) => {
      const first = data[0];
      if (first === 0x32) return socket.send('3');
      if (data.length > LEAST_BYTES && data.subarray(0, EVENT.length).equals(EVENT)) {
        side.sample ||= data.toString();
        return side.arrived();
      }
      const text = data.subarray(0, 40).toString();
      if (first === 0x30) socket.send(`40${LIVE_NAMESPACE},`);
      else if (text.startsWith(`40${LIVE_NAMESPACE}`))
        socket.send(`42${LIVE_NAMESPACE},1["follow",{"protocol":${LIVE_PROTOCOL}}]`);
      else if (text.startsWith(`43${LIVE_NAMESPACE},1`)) done();
      else if (text.startsWith('44')) fail(new Error(`refused: ${data.toString()}`));
    });
  });
}

async function measure({ server: which, updates }: Block): Promise<Measured> {
  const side = sides[which];
  if (side === undefined) throw new Error(`no server ${which}`);
  const took: number[] = [];
  for (let nth = 0; nth < updates; nth += 1) {
    const everywhere = new Promise<number>((done) => {
      let count = 0;
      side.arrived = () => {
        count += 1;
        if (count === side.clients) done(performance.now());
      };
    });
    const from = performance.now();
    const answered = update(side);
    took.push((await everywhere) - from);
    await answered;
    await pause(4);
  }
  return { took, bytes: side.sample.length };
}

/** Ours is told a figure; the bare one is given the very message that ours had sent. */
function update(side: Side): Promise<void> {
  const { server } = side;
  const { path, key, method } = server.updates[
    side.next % server.updates.length
  ] as Ready['updates'][number];
  side.next += 1;
  const figure = {
    staffed: 40,
    physical: 42,
    occupied: side.next % 40,
    available: 40 - (side.next % 40),
    status: 'open',
  };
  const body = key === '' ? broadcast() : JSON.stringify(figure);
  return new Promise((done, fail) => {
    const asked = request(
      `${server.url}${path}`,
      {
        method,
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
        },
      },
      (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200
            ? done()
            : fail(new Error(`an update was answered ${response.statusCode}`)),
        );
      },
    );
    asked.on('error', fail);
    asked.end(body);
  });
}

const broadcast = (): string => {
  const { sample } = sides[0] ?? { sample: '' };
  return JSON.stringify((JSON.parse(sample.slice(sample.indexOf('['))) as [string, object])[1]);
};

process.on('message', (message: Order | Block) => {
  const work: Promise<object> =
    'clients' in message ? connectAll(message).then(() => ({})) : measure(message);
  work.then(tell, (error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.once('disconnect', () => process.exit());
tell({});
