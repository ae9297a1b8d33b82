import { ms, times, type Bench } from './support/bench.ts';
import { inTurns, median, quantile } from './support/stats.ts';
import {
  ask,
  hear,
  start,
  type Block,
  type Measured,
  type Order,
  type Ready,
} from './fan-out/messages.ts';

const CLIENTS = 1_000;
const IN_A_BLOCK = 100;
const BLOCKS = 6;

export const fanOut: Bench = {
  name: 'fan-out',
  how:
    `${CLIENTS.toLocaleString('en-GB')} dashboards of 93 audiences (every hospital, every dispatch room) in a process of their own; from sending ` +
    'a hospital’s update over HTTP to its arrival at the last of them: checked, decided, durable, projected. Against an HTTP request to a bare ' +
    `socket.io server that broadcasts the very same message to as many. ${BLOCKS} blocks of ${IN_A_BLOCK} each, in turns; p99 of all.`,
  async run() {
    const children = ['./ours.ts', './bare.ts', './clients.ts'].map(start);
    const [ours, bare, clients] = children as [
      (typeof children)[0],
      (typeof children)[0],
      (typeof children)[0],
    ];
    try {
      const [oursReady, bareReady] = await Promise.all([
        hear<Ready>(ours),
        hear<Ready>(bare),
        hear(clients),
      ]);
      for (const server of [oursReady, bareReady])
        await ask(clients, { server, clients: CLIENTS } satisfies Order);
      const block = (server: number, updates: number) =>
        ask<Measured>(clients, { server, updates } satisfies Block);
      await block(0, 40);
      const { bytes } = await block(1, 40);
      const { a, b } = await inTurns(
        BLOCKS,
        () => block(0, IN_A_BLOCK),
        () => block(1, IN_A_BLOCK),
      );
      const ourTimes = a.flatMap(({ took }) => took);
      const bareTimes = b.flatMap(({ took }) => took);
      const ratio = quantile(ourTimes, 0.99) / quantile(bareTimes, 0.99);
      return [
        {
          what: `update to the last of ${CLIENTS.toLocaleString('en-GB')} dashboards, p99`,
          ours: `${ms(quantile(ourTimes, 0.99))} (median ${ms(median(ourTimes))})`,
          beside: `bare socket.io broadcast of the same ${bytes} bytes ${ms(quantile(bareTimes, 0.99))} (median ${ms(median(bareTimes))})`,
          result: times(ratio),
          target: 'at most 2x',
          met: ratio <= 2,
        },
      ];
    } finally {
      for (const child of children) if (child.connected) child.disconnect();
    }
  },
};
