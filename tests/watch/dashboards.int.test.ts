/** What Grafana draws and Prometheus rings for are figures that the server has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../server/settings.ts';
import { startServer, type RunningServer } from '../../server/start.ts';

const deploy = (...path: string[]) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'deploy', ...path), 'utf8');
let server: RunningServer;
/** Names by what a series of it may be called. */
const known = new Map<string, Set<string>>();

beforeAll(async () => {
  const settings = readSettings({ PORT: '0', DATABASE_URL: ':memory:' });
  server = await startServer(settings, { log: pino({ level: 'silent' }) });
  for (const { name, type } of server.app.metrics.registry.getMetricsAsArray()) {
    // A histogram has no series of its own name.
    const histogram = String(type) === 'histogram';
    const names = histogram ? ['_bucket', '_count', '_sum'].map((end) => name + end) : [name];
    for (const one of names) known.set(one, new Set());
  }
});
afterAll(() => server.stop());

const namesIn = (text: string) => [...new Set(text.match(/\bspoedkaart_\w+/g))];
const unknownIn = (text: string) => namesIn(text).filter((name) => !known.has(name));

describe('what is drawn and what rings', () => {
  it('is said by figures that there are', () => {
    expect(known.size).toBeGreaterThan(30);
    expect(unknownIn('rate(spoedkaart_decide_seconds[5m]) + spoedkaart_ledger_seqs')).toHaveLength(
      2,
    );
    const { panels } = JSON.parse(deploy('grafana', 'spoedkaart.json')) as {
      panels: { title: string; targets: { expr: string }[] }[];
    };
    for (const { title, targets } of panels)
      for (const { expr } of targets) {
        expect(namesIn(expr), title).not.toEqual([]);
        expect(unknownIn(expr), title).toEqual([]);
      }
    const rules = deploy('prometheus', 'alerts.yaml').match(/expr: .*/g) ?? [];
    expect(rules.length).toBeGreaterThan(8);
    for (const rule of rules) expect(unknownIn(rule), rule).toEqual([]);
  });

  it('draws every stage of a command', () => {
    const drawn = deploy('grafana', 'spoedkaart.json');
    for (const stage of [
      ...['commands_received_total', 'commands_decided_total', 'entries_durable_total'],
      ...['entries_told_total', 'decide_seconds_bucket', 'append_seconds_bucket'],
      ...['command_seconds_bucket', 'told_seconds_bucket'],
    ])
      expect(drawn).toContain(`spoedkaart_${stage}`);
  });
});
