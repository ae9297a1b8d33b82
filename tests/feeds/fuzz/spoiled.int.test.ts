/**
 * Spoiled messages of every dialect, over real sockets where the dialect has them: the server never fails, nothing of a refused
 * message is written, every figure that is taken in is one that the message says, and of the patients in them nothing is anywhere.
 * `FUZZ_SEED` and `FUZZ_RUNS` make it another or a longer walk; what one of them found is pinned below.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '#domain/entries.ts';
import { randomStream, type Random } from '../../../seed/simulator/random.ts';
import { frame, FrameReader } from '../../../server/feeds/hl7v2/mllp.ts';
import { csvMessage, fhirMessage, haveMessage, hl7Message } from './base.ts';
import { inChunks, mutate } from './mutate.ts';
import { needlesOf, person, type Person } from './persons.ts';
import { PINNED, type Dialect } from './pinned.ts';
import { openSite, type Site } from './site.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 150);

let folder: string;
let site: Site;
/** A few, so that all that is kept can be looked through for each. */
const PERSONS: readonly Person[] = Array.from({ length: 12 }, (_, n) =>
  person(randomStream(SEED, `person ${n}`)),
);
let sent = 0;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spoedkaart-fuzz-'));
  site = await openSite(folder);
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const seq = () => site.h.app.live.picture.seq;
const newEntries = async (after: number) => site.h.stores.ledger.read({ after });

/** Whole numbers that stand in the text, and what the adapters may make of two of them. */
function sayable(text: string): { said: Set<number>; made: Set<number> } {
  const numbers = [...text.matchAll(/\d{1,9}/g), ...text.matchAll(/\d+[eE]\+?\d+/g)];
  const said = new Set(numbers.map(([digits]) => Number(digits)));
  const small = [...said].filter((one) => one <= 9_999);
  const made = new Set(small.flatMap((a) => small.flatMap((b) => [a + b, Math.max(0, a - b)])));
  return { said, made };
}

/** Counts of an entry that nobody said. A derived figure, and a sum of two parts, may be made of two that were. */
function invented(entry: Entry, text: string): string[] {
  if (entry.kind !== 'unit-observed') return [];
  const { said, made } = sayable(text);
  const { observation, kind } = entry.body;
  const derived = observation.flags.includes('DERIVED');
  return (['staffed', 'physical', 'occupied', 'available'] as const).flatMap((field) => {
    const count = observation[field];
    if (count === null || said.has(count)) return [];
    const mayBeMade =
      (field === 'available' && derived) ||
      (field === 'staffed' && observation.channel === 'fhir') ||
      kind === 'psychiatry';
    const fits = Number.isInteger(count) && count >= 0 && count <= 9_999;
    return fits && mayBeMade && made.has(count) ? [] : [`${kind} ${field} ${count}`];
  });
}

/** Configured for the unit whose beds are counted. */
const STAFFED = 40;

/** The book of beds tells what it counted now and then, whatever was sent last; a line's messages are held against it below. */
const isOfBeds = (entry: Entry) =>
  entry.kind === 'unit-observed' &&
  entry.body.observation.staffed === STAFFED &&
  entry.body.observation.flags.includes('DERIVED') &&
  entry.body.observation.status === null;

const PATHS = {
  csv: ['/api/v1/feeds/csv', 'text/csv'],
  have: ['/api/v1/feeds/have', 'application/xml'],
  fhir: ['/api/v1/feeds/fhir', 'application/fhir+json'],
} as const;

/** One spoiled message over HTTP. */
async function overHttp(dialect: keyof typeof PATHS, random: Random): Promise<void> {
  const someone = random.pick(PERSONS);
  sent += 1;
  const { clock } = site.h;
  clock.now += 60_000;
  const at = new Date(clock.now - 1_000).toISOString();
  const base =
    dialect === 'csv'
      ? csvMessage(random, someone)
      : dialect === 'have'
        ? haveMessage(random, someone, at)
        : fhirMessage(random, someone, at);
  const bytes = mutate(Buffer.from(base, 'utf8'), random);
  const before = seq();
  const [path, type] = PATHS[dialect];
  const { status } = await site.post(path, type, bytes);
  expect(status).toBeLessThan(500);
  if (status >= 400) expect(seq()).toBe(before);
  // Read the way a person would, in any of the encodings that it may be in.
  const text = (['utf8', 'latin1', 'utf16le'] as const).map((name) => bytes.toString(name)).join();
  for (const entry of (await newEntries(before)).filter((one) => !isOfBeds(one))) {
    expect(entry.subject).toMatch(/^(?:unit|facility):lumc-leiden(?:\/|$)/);
    expect(invented(entry, text)).toEqual([]);
  }
}

/** One spoiled message by a line, then one that is always answered, so that nobody waits for an answer that does not come. */
async function byLine(random: Random, n: number): Promise<void> {
  const someone = random.pick(PERSONS);
  sent += 1;
  const { clock } = site.h;
  clock.now += 60_000;
  const stamp = new Date(clock.now - 1_000).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const message = hl7Message(random, someone, `M${SEED}-${n}`, `${stamp}+0000`);
  const inside = random.chance(0.7);
  const bytes = inside
    ? framed(mutate(Buffer.from(message, 'utf8'), random))
    : mutate(frame(message), random);
  const marker = frame(`MSH|^~\\&|HIX|ZHX|KAAP|REG|${stamp}+0000||QRY^Q01|MARK|P|2.5\r`);
  await site.h.app.feeds.occupancy.publish();
  const before = seq();
  const answers = await exchange([...inChunks(bytes, random), marker]);
  await site.h.app.feeds.occupancy.publish();
  const taken = answers.some((one) => /MSA.(?:AA|CA)/.test(one));
  if (!taken) expect(seq()).toBe(before);
  for (const entry of await newEntries(before)) {
    if (entry.kind !== 'unit-observed') expect.fail(entry.kind);
    const { occupied, available, staffed, status } = entry.body.observation;
    // Movements tell of at most as many patients as messages were sent, and never of a status.
    expect([staffed, status]).toEqual([STAFFED, null]);
    expect(occupied).toBeLessThanOrEqual(sent);
    expect(available).toBeLessThanOrEqual(Math.max(0, STAFFED - (occupied ?? 0)));
  }
}

const framed = (bytes: Buffer) =>
  Buffer.concat([Buffer.from([0x0b]), bytes, Buffer.from([0x1c, 0x0d])]);

/** Everything that came back before the answer to the marker. */
async function exchange(chunks: readonly Buffer[]): Promise<string[]> {
  const socket = connect(site.mllp.port, '127.0.0.1');
  await once(socket, 'connect');
  const reader = new FrameReader();
  const answers: string[] = [];
  socket.on('data', (data: Buffer) => {
    for (const one of reader.push(data)) {
      const text = one.ok ? one.bytes.toString('utf8') : one.code;
      site.said.push(text);
      if (text.includes('|MARK')) socket.end();
      else answers.push(text);
    }
  });
  for (const chunk of chunks) socket.write(chunk);
  await once(socket, 'close');
  return answers;
}

const walk = async (dialect: Dialect, seed: number, n: number) => {
  const random = randomStream(seed, `${dialect} ${n}`);
  await (dialect === 'hl7v2' ? byLine(random, n) : overHttp(dialect, random));
};

describe(`a spoiled message (FUZZ_SEED=${SEED}, FUZZ_RUNS=${RUNS} each)`, () => {
  it.each(['csv', 'have', 'fhir', 'hl7v2'] as const)('of %s', async (dialect) => {
    for (let n = 0; n < RUNS; n += 1)
      await walk(dialect, SEED, n).catch((error: unknown) => {
        throw new Error(`${dialect}, seed ${SEED}, message ${n}`, { cause: error });
      });
    expect(site.faults).toEqual([]);
  });

  it.each(PINNED)('found before: $dialect, seed $seed, message $n ($what)', (one) =>
    walk(one.dialect, one.seed, one.n),
  );
});

describe('of the patients in them', () => {
  /** Everything that anybody can read of it, asked for now. */
  const readEverything = async () => {
    const paths = [
      ...['/api/v1/feeds', '/api/v1/feeds/quarantine', '/api/v1/picture', '/api/v1/exports/have'],
      ...[
        '/api/v1/facilities/lumc-leiden/places',
        '/api/v1/ledger?after=0&limit=1000',
        '/api/v1/metrics',
      ],
      ...['Location', 'HealthcareService', 'MeasureReport'].map(
        (type) => `/api/v1/exports/fhir/${type}`,
      ),
    ];
    for (const path of paths) {
      const { status, body } = await site.h.send('administrator', 'GET', path);
      expect([path, status]).toEqual([path, 200]);
      site.said.push(JSON.stringify(body));
    }
  };

  it('nothing is in a table, a file, a line of the log or an answer', async () => {
    await readEverything();
    await site.h.app.feeds.health.save();
    const everything = [site.kept(), ...site.said].join('\n').toLowerCase();
    // What is looked through holds what was taken in.
    expect(everything).toContain('unit-observed');
    expect(sent).toBeGreaterThanOrEqual(RUNS * 4);
    const found = PERSONS.flatMap(needlesOf)
      .filter((needle) => everything.includes(needle.toLowerCase()))
      .map((needle) => around(everything, needle.toLowerCase()));
    expect(found.slice(0, 5)).toEqual([]);
  });
});

const around = (text: string, needle: string) => {
  const at = text.indexOf(needle);
  return text.slice(Math.max(0, at - 200), at + needle.length + 60);
};
