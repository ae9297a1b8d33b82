/** What goes on beside the requests is traced: a webhook below the entry that it tells of, a spreadsheet in the folder, the watch over feeds. */
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { HOUR, MINUTE } from '#domain/clock.ts';
import { takeDropped } from '../../server/feeds/csv/drop-folder.ts';
import { CsvFeed } from '../../server/feeds/csv/receive.ts';
import { openTraces } from '../../server/watch/open-traces.ts';
import type { Traces } from '../../server/watch/traces.ts';
import { openHouse, openReceiver, type House } from '../webhooks/house.ts';
import { status } from '../webhooks/receiver.ts';
import { startCollector, type Collector, type SpanSent } from './collector.ts';

const LUMC = 'lumc-leiden';
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

async function traced(): Promise<{ house: House; collector: Collector; traces: Traces }> {
  const collector = await startCollector();
  endings.push(() => collector.close());
  const traces = await openTraces(
    { endpoint: collector.url, headers: {}, serviceName: 'test', share: 1 },
    'test',
  );
  return { house: await openHouse({ traces }), collector, traces };
}

const valueOf = (span: SpanSent | undefined, key: string) => {
  const value = span?.attributes.find((one) => one.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};

it('a webhook stands below the entry that it tells of, each attempt with what became of it', async () => {
  const { house, collector, traces } = await traced();
  const receiver = await openReceiver();
  const { id, secret } = await house.webhook(receiver);
  receiver.answer = status(503);
  const seq = await house.observe(7);
  await house.settled();
  receiver.answer = status(204);
  house.hand.turn(HOUR);
  await house.settled();
  expect((await house.read(id)).delivered).toBe(1);
  await house.send('administrator', 'POST', `/api/v1/webhooks/${id}/test`);
  await traces.close();

  const spans = collector.spans();
  const written = spans.find(
    (span) => span.name === 'append' && Number(valueOf(span, 'spoedkaart.seq.last')) === seq,
  );
  const [refused, delivered, tried] = spans.filter(({ name }) => name === 'webhook');
  for (const span of [refused, delivered]) {
    expect(span?.traceId).toBe(written?.traceId);
    expect(span?.parentSpanId).toBe(written?.spanId);
    expect(Number(valueOf(span, 'spoedkaart.seq'))).toBe(seq);
  }
  expect(Number(valueOf(refused, 'http.response.status_code'))).toBe(503);
  expect(valueOf(refused, 'error.type')).toBeDefined();
  expect(Number(valueOf(delivered, 'http.response.status_code'))).toBe(204);
  expect(valueOf(delivered, 'error.type')).toBeUndefined();
  // A message that stands for no entry.
  expect(tried).toBeDefined();
  expect(valueOf(tried, 'spoedkaart.seq')).toBeUndefined();
  for (const word of [receiver.url, secret, LUMC]) expect(collector.raw()).not.toContain(word);
});

it('a spreadsheet in the folder is a trace from being read to being durable; its name is told nobody', async () => {
  const { house, collector, traces } = await traced();
  const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-drop-'));
  endings.push(() => rmSync(folder, { recursive: true }));
  const put = (name: string, available: string) => {
    const head = 'facility;unit;staffed;occupied;available;status;reason;validUntil;observedAt';
    writeFileSync(join(folder, name), `${head}\n${LUMC};icu;12;;${available};;;;\n`);
    utimesSync(join(folder, name), 1, 1);
  };
  put('a-jansen.csv', '3');
  put('b-jansen.csv', 'many');
  const { intake, health } = house.app.feeds;
  await takeDropped({
    folder,
    feed: new CsvFeed({ intake, health }),
    facilities: () => [LUMC],
    clock: Date.now,
    traces,
  });
  expect(readdirSync(join(folder, 'done'))).toHaveLength(2);
  await traces.close();

  const spans = collector.spans();
  const [taken, refused] = spans.filter(({ name }) => name === 'spreadsheet in folder');
  const below = (span: SpanSent | undefined) =>
    spans.filter(({ parentSpanId }) => parentSpanId === span?.spanId).map(({ name }) => name);
  expect(taken?.parentSpanId ?? '').toBe('');
  expect(below(taken).sort()).toEqual(['append', 'decide']);
  expect(Number(valueOf(taken, 'spoedkaart.rows.refused'))).toBe(0);
  expect(Number(valueOf(refused, 'spoedkaart.rows.refused'))).toBe(1);
  expect(collector.raw()).not.toContain('jansen');
});

it('the watch over feeds is traced when it has something to tell', async () => {
  const { house, collector, traces } = await traced();
  const put = { staffed: 27, available: 3 };
  for (let nth = 0; nth < 10; nth += 1) {
    await house.send('keyHospital', 'PUT', `/api/v1/facilities/${LUMC}/units/icu`, put);
    house.clock.now += 5 * MINUTE;
  }
  await house.app.feeds.watch();
  house.clock.now += HOUR;
  await house.app.feeds.watch();
  await house.app.feeds.watch();
  await traces.close();

  const spans = collector.spans();
  const watches = spans.filter(({ name }) => name === 'watch feeds');
  expect(watches).toHaveLength(1);
  const within = spans.filter(({ parentSpanId }) => parentSpanId === watches[0]?.spanId);
  expect(within.map(({ name }) => name).sort()).toEqual(['append', 'decide']);
  expect(collector.raw()).not.toContain(LUMC);
});
