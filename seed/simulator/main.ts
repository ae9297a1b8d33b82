/**
 * The simulator as a program of its own, against any server that its keys open:
 *   node seed/simulator/main.ts --server http://127.0.0.1:8080 --keys FILE [--seed 1] [--speed 1] [--dialects api|mixed]
 * With `--rate N` (observations a second) it is a load test of `--duration` seconds (30) and prints what it measured. The file
 * of keys is JSON: {"facilities": {id: key}, "rooms": {id: key}, "feeds": {"mllp": {"host", "port"} or null, "dropFolder": path or
 * null, "people": {id: {"email", "password"}}}}; without `feeds` movements and taps go by the API.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createDriver, type Answered } from './driver.ts';
import { runLoad } from './load.ts';
import { keepGoing } from './run.ts';
import { createWorld, dutchCountry } from './world.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: 'http://127.0.0.1:8080' },
    keys: { type: 'string' },
    seed: { type: 'string', default: '1' },
    speed: { type: 'string', default: '1' },
    dialects: { type: 'string', default: 'api' },
    rate: { type: 'string' },
    duration: { type: 'string', default: '30' },
  },
});
const options = z
  .object({
    server: z.url(),
    keys: z.string(),
    seed: z.coerce.number().int(),
    speed: z.coerce.number().positive(),
    dialects: z.enum(['api', 'mixed']),
    rate: z.coerce.number().positive().optional(),
    duration: z.coerce.number().positive(),
  })
  .parse(values);
const keysSchema = z.object({
  facilities: z.record(z.string(), z.string()),
  rooms: z.record(z.string(), z.string()),
  feeds: z
    .object({
      mllp: z.object({ host: z.string(), port: z.number().int() }).nullable(),
      dropFolder: z.string().nullable(),
      people: z.record(z.string(), z.object({ email: z.string(), password: z.string() })),
    })
    .exactOptional(),
});

const clock = Date.now;
const world = createWorld(dutchCountry(), { ...options, start: clock() });
const answers: Answered[] = [];
const driver = createDriver({
  world,
  server: options.server.replace(/\/$/, ''),
  keys: keysSchema.parse(JSON.parse(readFileSync(options.keys, 'utf8'))),
  fetch: (url, init) => fetch(url, init),
  clock,
  run: crypto.randomUUID(),
  onAnswer: (answer) => {
    if (options.rate !== undefined) answers.push(answer);
    else if (answer.status === 0 || answer.status >= 400)
      console.error(`${answer.what}: ${answer.status} ${answer.code}`);
  },
});

if (options.rate !== undefined) {
  const { rate, duration: seconds } = options;
  console.log(JSON.stringify(await runLoad(world, driver, { rate, seconds, clock }, answers)));
} else {
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
  await keepGoing(driver, stopped.signal, (fault) => console.error(fault));
  driver.close();
}
