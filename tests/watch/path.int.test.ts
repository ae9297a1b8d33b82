/** One request is followed from coming in to being told: in the figures, and in the traces of a collector, without a word about anybody. */
import pino from 'pino';
import { afterEach, expect, it } from 'vitest';
import { readSettings } from '../../server/settings.ts';
import { startServer } from '../../server/start.ts';
import { parseTraceparent } from '../../server/watch/traces.ts';
import { SYSTEM } from '../../server/desk/clerk.ts';
import { Client } from '../support/live-server.ts';
import { startCollector } from './collector.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

it('a request is counted at each stage and traced below its caller, and its attributes name nobody', async () => {
  const collector = await startCollector();
  endings.push(() => collector.close());
  const settings = readSettings({
    PORT: '0',
    DATABASE_URL: ':memory:',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20secret',
  });
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const server = await startServer(settings, { log });
  endings.push(() => server.stop());
  const { access, metrics } = server.app;
  const { key } = await access.keys.issue({
    name: 'test',
    scope: { actions: ['unit.write'], facilities: ['lumc-leiden'], room: null },
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    createdBy: SYSTEM.id,
  });
  const client = new Client(server.url, { key });
  client.socket.on('connect', () => client.follow());
  await client.when(() => client.followed);
  const before = client.seq ?? 0;
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const reply = await fetch(`${server.url}/api/v1/facilities/lumc-leiden/units/icu`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
    body: JSON.stringify({ staffed: 12, available: 3, note: 'a note of the hospital' }),
  });
  expect(reply.status).toBe(200);
  const request = reply.headers.get('x-request-id');
  await client.when(() => (client.seq ?? 0) > before);
  client.drop();

  const figures = await metrics.registry.metrics();
  for (const line of [
    /^spoedkaart_commands_received_total [1-9]/m,
    /^spoedkaart_commands_decided_total\{outcome="written"\} [1-9]/m,
    /^spoedkaart_entries_durable_total [1-9]/m,
    /^spoedkaart_entries_told_total 1$/m,
    /^spoedkaart_decide_seconds_count [1-9]/m,
    /^spoedkaart_append_seconds_count [1-9]/m,
    /^spoedkaart_command_seconds_count [1-9]/m,
    /^spoedkaart_told_seconds_count 1$/m,
  ])
    expect(figures).toMatch(line);
  // The log leads from the request to its entry, and from the entry to its being told.
  const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const durable = said.find((one) => one['msg'] === 'durable' && one['request'] === request);
  expect(durable).toMatchObject({ first: before + 1, last: before + 1 });
  expect(said).toContainEqual(
    expect.objectContaining({ msg: 'told', first: before + 1, last: before + 1 }),
  );

  await server.stop();
  const mine = collector.spans().filter((span) => span.traceId === traceId);
  const named = (name: string) => mine.find((span) => span.name === name);
  const root = named('PUT /api/v1/facilities/:facility/units/:kind');
  expect(root?.parentSpanId).toBe('b7ad6b7169203331');
  for (const name of ['decide', 'append']) expect(named(name)?.parentSpanId).toBe(root?.spanId);
  expect(named('tell')?.parentSpanId).toBe(named('append')?.spanId);
  expect(collector.authorizations).toContain('Bearer secret');
  for (const secret of [key, 'a note', 'lumc-leiden']) {
    expect(collector.raw()).not.toContain(secret);
    expect(lines.join('')).not.toContain(secret);
  }
});

it('reads who called from a traceparent, and nothing from what is none', () => {
  const good = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  expect(parseTraceparent(good)).toEqual({
    ...{ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 },
  });
  expect(parseTraceparent(`cc${good.slice(2)}-more`)).not.toBeNull();
  for (const bad of [
    null,
    '',
    `${good}-more`,
    `ff${good.slice(2)}`,
    good.toUpperCase(),
    good.replace('0af7651916cd43dd8448eb211c80319c', '0'.repeat(32)),
    good.replace('b7ad6b7169203331', '0'.repeat(16)),
  ])
    expect(parseTraceparent(bad)).toBeNull();
});
