import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FROZEN_AT, startFrozenDemo, type FrozenDemo } from '../../server/demo/frozen.ts';
import { readSettings } from '../../server/settings.ts';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import { iso } from '#domain/clock.ts';

const settings = (seed: string) => readSettings({ PORT: '0', DEMO_SEED: seed });
const quiet = { log: pino({ level: 'silent' }) };

/** Hash of the last entry: all of the ledger is in it. */
async function headHash(demo: FrozenDemo): Promise<string> {
  return (await demo.server.app.deskParts.ledger.head()).hash;
}

describe('the demo that stands still', () => {
  let demo: FrozenDemo;
  beforeAll(async () => {
    demo = await startFrozenDemo(settings('1'), quiet);
  });
  afterAll(() => demo.stop());

  it('stands at its moment and does not move', () => {
    expect(iso(demo.server.app.live.now())).toBe(iso(FROZEN_AT));
    expect(iso(demo.server.app.live.now())).toBe('2026-11-18T13:07:00.000Z');
  });

  it('has every kind of thing that a page can show', () => {
    const { cases, facilities } = demo.server.app.live.picture;
    const states = new Set(Object.values(cases).map(({ status }) => status));
    expect([...states].toSorted()).toEqual(
      expect.arrayContaining(['arrived', 'decided', 'en-route', 'handed-over', 'open']),
    );
    const views = Object.values(facilities).flatMap((one) =>
      one.units.map((unit) => viewUnit(one, unit.kind, demo.at)),
    );
    expect(new Set(views.map((view) => view?.status))).toEqual(
      new Set(['open', 'limited', 'closed', 'unknown']),
    );
    for (const trust of ['fresh', 'stale', 'unknown'])
      expect(
        views.some((view) => view?.trust === trust),
        trust,
      ).toBe(true);
    const coming = Object.values(cases).filter((one) => one.decision?.facility === 'lumc-leiden');
    expect(coming.some((one) => one.acknowledgement === null)).toBe(true);
    expect(coming.some((one) => one.acknowledgement !== null)).toBe(true);
    expect(coming.some((one) => one.decision?.id === demo.decision)).toBe(true);
    expect(facilities['lumc-leiden']?.stops.map(({ level }) => level)).toContain('impending');
  });

  it('is the same for the same seed, to the last hash, and another for another', async () => {
    const again = await startFrozenDemo(settings('1'), quiet);
    const other = await startFrozenDemo(settings('2'), quiet);
    try {
      expect(await headHash(again)).toBe(await headHash(demo));
      expect(again.keys).toEqual(demo.keys);
      expect(await headHash(other)).not.toBe(await headHash(demo));
    } finally {
      await again.stop();
      await other.stop();
    }
  });
});
