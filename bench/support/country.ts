/** A country to measure with: the Dutch seed, figures everywhere, some stops, cases and claims. */
import { USUAL_RETENTION } from '../../server/domain/accountability/retention.ts';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStores, type SqliteStores } from '../../db/open.ts';
import { canonical, sha256 } from '../../db/chain.ts';
import { seedBaseline } from '../../seed/baseline.ts';
import { loadGeography } from '../../seed/geography.ts';
import { loadSkeleton } from '../../seed/roads.ts';
import { seedLedger } from '../../seed/seed.ts';
import { Desk } from '../../server/desk/desk.ts';
import { LivePicture } from '../../server/desk/live-picture.ts';
import type { DeskParts } from '../../server/desk/parts.ts';
import { TextBook } from '../../server/desk/text-book.ts';
import { createTravel } from '../../server/travel/index.ts';
import type { ObservationInput } from '../../server/domain/capacity/observe.ts';
import type { Actor } from '../../server/domain/picture.ts';
import type { UnitKind } from '../../server/domain/words.ts';

export interface Country {
  folder: string;
  url: string;
  stores: SqliteStores;
  live: LivePicture;
  desk: Desk;
  parts: DeskParts;
  /** Every unit that has a figure. */
  units: { facility: string; kind: UnitKind; staffed: number }[];
  close(): Promise<void>;
}

/** A folder that is gone after `close` unless it is kept. The database lies on the disk of the temporary folder. */
export async function openCountry({ keep = false } = {}): Promise<Country> {
  const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-bench-'));
  const url = `file:${join(folder, 'bench.db')}`;
  const stores = openStores(url);
  const live = await LivePicture.open({ ledger: stores.ledger, clock: Date.now });
  await seedLedger(live);
  const geography = loadGeography();
  const travel = createTravel({
    geography,
    skeleton: loadSkeleton(),
    destinations: () => Object.values(live.picture.facilities),
  });
  const parts: DeskParts = {
    live,
    ledger: stores.ledger,
    texts: new TextBook(stores.texts),
    casePrivate: stores.casePrivate,
    decisionLog: stores.decisionLog,
    geography,
    travel,
    newId: randomUUID,
    digest: (value) => sha256(canonical(value)),
    software: 'bench',
    retention: USUAL_RETENTION,
    accessLogYears: null,
    accessLog: stores.accessLog,
  };
  const units = seedBaseline().flatMap(({ facility, kind, staffed }) =>
    staffed === null ? [] : [{ facility, kind, staffed }],
  );
  return {
    folder,
    url,
    stores,
    live,
    desk: new Desk(parts),
    parts,
    units,
    async close() {
      await live.close();
      await stores.close();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The key of a hospital's system. */
export function hospitalKey(facility: string): Actor {
  return { id: `key-${facility}`, kind: 'key', role: 'machine', organisation: facility };
}

/** The nth report of a unit: another figure each time. */
export function observation(staffed: number, nth: number): ObservationInput {
  const occupied = Math.min(staffed, Math.floor(staffed * (0.6 + (0.4 * ((nth * 7) % 11)) / 11)));
  return {
    staffed,
    physical: staffed + 2,
    occupied,
    available: staffed - occupied,
    status: 'open',
    reason: null,
    validUntil: null,
    observedAt: null,
    note: null,
    offloadMinutes: null,
    nedocs: null,
  };
}
