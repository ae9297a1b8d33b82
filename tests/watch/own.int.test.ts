/** What nobody asked for over HTTP is traced too: a message on a line until it is told, and a round of the clerk; no word of anybody. */
import { Hl7Message } from '@medplum/core';
import { Hl7Client } from '@medplum/hl7';
import pino from 'pino';
import { afterEach, expect, it } from 'vitest';
import { SYSTEM } from '../../server/desk/clerk.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer } from '../../server/start.ts';
import { openTraces } from '../../server/watch/open-traces.ts';
import { adt } from '../feeds/hl7v2/messages.ts';
import { Client } from '../support/live-server.ts';
import { startCollector, type SpanSent } from './collector.ts';

const FACILITY = 'lumc-leiden';
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

const valueOf = (span: SpanSent | undefined, key: string) => {
  const value = span?.attributes.find((one) => one.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};

it('a message on a line is one trace from coming in to being told, and the clerk has its own', async () => {
  const collector = await startCollector();
  endings.push(() => collector.close());
  const settings = readSettings({
    PORT: '0',
    DATABASE_URL: ':memory:',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  const server = await startServer(
    { ...settings, mllpPort: 0 },
    { log: pino({ level: 'silent' }), watchFeedsEveryMs: 0 },
  );
  endings.push(() => server.stop());
  const { feeds, access } = server.app;
  await feeds.setup.addConnection({
    ...{ facility: FACILITY, name: 'HiX', application: 'HIX', sendingFacility: 'ZHX' },
    ...{ certificate: null, ackMode: 'auto', moveOnUpdate: false, bedCodes: {} },
  });
  const ward = { pointOfCare: 'IC', room: '', bed: '', unit: 'icu' as const, ignored: false };
  await feeds.setup.saveMap(FACILITY, [ward], { icu: 10 });
  const { key } = await access.keys.issue({
    name: 'test',
    scope: { actions: ['unit.write'], facilities: [FACILITY], room: null },
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    createdBy: SYSTEM.id,
  });
  const onlooker = new Client(server.url, { key });
  endings.push(() => onlooker.drop());
  onlooker.socket.on('connect', () => onlooker.follow());
  await onlooker.when(() => onlooker.followed);
  const before = onlooker.seq ?? 0;

  const line = new Hl7Client({ host: '127.0.0.1', port: server.mllpPort ?? 0 });
  endings.push(() => line.close());
  const text = adt({ id: 'message-1', visit: 'visit-of-somebody', place: 'IC^101^1' });
  const answer = await line.sendAndWait(Hl7Message.parse(text));
  expect(answer.getSegment('MSA')?.getField(1)?.toString()).toBe('AA');
  await feeds.occupancy.publish();
  await onlooker.when(() => (onlooker.seq ?? 0) > before);
  await line.close();
  onlooker.drop();
  await server.stop();

  const spans = collector.spans();
  const message = spans.find(({ name }) => name === 'HL7 v2 message');
  expect(message?.parentSpanId ?? '').toBe('');
  expect(valueOf(message, 'spoedkaart.hl7.answered')).toBe('AA');
  const within = spans.filter(({ traceId }) => traceId === message?.traceId);
  const named = (name: string) => within.find((span) => span.name === name);
  // Received, durable in the book of beds, told on, decided, durable in the ledger, told.
  expect(named('take')?.parentSpanId).toBe(message?.spanId);
  expect(named('publish beds')?.parentSpanId).toBe(named('take')?.spanId);
  for (const name of ['decide', 'append'])
    expect(named(name)?.parentSpanId).toBe(named('publish beds')?.spanId);
  expect(named('tell')?.parentSpanId).toBe(named('append')?.spanId);
  for (const name of ['append', 'tell'])
    expect(Number(valueOf(named(name), 'spoedkaart.seq.last'))).toBe(before + 1);

  const clerk = spans.find(({ name }) => name === 'clerk');
  expect(clerk?.traceId).toBeDefined();
  expect(Number(valueOf(clerk, 'spoedkaart.archived'))).toBe(0);
  for (const secret of ['message-1', 'visit-of-somebody', 'HIX', FACILITY, 'IC^101', '|', key])
    expect(collector.raw()).not.toContain(secret);
});

it('several messages that one figure comes of are all named by it', async () => {
  const collector = await startCollector();
  endings.push(() => collector.close());
  const traces = await openTraces(
    { endpoint: collector.url, headers: {}, serviceName: 'test', share: 1 },
    'test',
  );
  const places: object[] = [];
  for (let nth = 0; nth < 3; nth += 1)
    await traces.own('message', [], async ({ place }) => {
      if (place !== null) places.push(place);
    });
  await traces.own('figure', places, async () => undefined);
  await traces.close();
  const messages = collector.spans().filter(({ name }) => name === 'message');
  const figure = collector.spans().find(({ name }) => name === 'figure');
  expect(new Set(messages.map(({ traceId }) => traceId)).size).toBe(3);
  expect(figure?.parentSpanId).toBe(messages[0]?.spanId);
  expect(figure?.links?.map(({ spanId }) => spanId)).toEqual(
    messages.slice(1).map(({ spanId }) => spanId),
  );
});
