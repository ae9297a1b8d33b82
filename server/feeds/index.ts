/** All feeds of one server: one intake, one quarantine, one book of how each does; the adapters around them. */
import type { Registry } from 'prom-client';
import { OWN } from '#domain/identifiers/identifiers.ts';
import type { UnitKind } from '#domain/words.ts';
import type { FeedWire, ItemOutcome, QuarantineWire } from '#wire/feeds.ts';
import { iso } from '#domain/clock.ts';
import type { FeedStore, QuarantineRow } from '../../db/feeds.ts';
import type { OccupancyStore } from '../../db/occupancy.ts';
import type { Desk } from '../desk/desk.ts';
import type { LivePicture } from '../desk/live-picture.ts';
import { FeedHealth } from './core/health.ts';
import { Intake, type FeedSender } from './core/intake.ts';
import { Occupancy } from './core/occupancy.ts';
import { heldOf, Quarantine } from './core/quarantine.ts';
import { VisitKeys } from './core/visit-keys.ts';
import { LOOK_EVERY_MS, takeDropped } from './csv/drop-folder.ts';
import { CsvFeed, type CsvAnswer } from './csv/receive.ts';
import { writeTemplate } from './csv/template.ts';
import type { Answer } from './fhir/answers.ts';
import { createFhirExports } from './fhir/export/index.ts';
import { FhirFeed } from './fhir/receive.ts';
import { HaveFeed, type HaveAnswer } from './have/receive.ts';
import { writeHave } from './have/write.ts';
import { AdtFeed } from './hl7v2/adt.ts';
import type { LpzSetUp } from './lpz/load.ts';
import { LpzFeed } from './lpz/poll.ts';
import { createSetup } from './hl7v2/setup.ts';

export interface FeedParts {
  store: FeedStore;
  occupancyStore: OccupancyStore;
  desk: Desk;
  live: LivePicture;
  registry: Registry;
  newId: () => string;
  /** Where a nightly job leaves spreadsheets; null: nowhere. */
  dropFolder: string | null;
  /** How LPZ is asked; null: not. */
  lpz: LpzSetUp | null;
  /** Version of this software. */
  software: string;
  /** Told of what fails in the background. */
  onFault: (fault: unknown) => void;
}

/** Figures of feeds are written so often, milliseconds. */
const SAVE_EVERY_MS = 10_000;
/** Counts of beds go on to the ledger so often, milliseconds. */
const PUBLISH_EVERY_MS = 2_000;
const ERASE_EVERY_MS = 3_600_000;

export interface Feeds {
  intake: Intake;
  health: FeedHealth;
  feeds(): FeedWire[];
  fhir(body: string, sender: FeedSender): Promise<Answer>;
  have(bytes: Uint8Array, sender: FeedSender): Promise<HaveAnswer>;
  haveExport: typeof writeHave;
  csv(text: string, preview: boolean, sender: FeedSender): Promise<CsvAnswer>;
  csvTemplate: typeof writeTemplate;
  /** Movements of visits and states of beds, for HL7 v2, census and the map of places. */
  occupancy: Occupancy;
  /** One message of HL7 v2 and its answer. */
  adt: AdtFeed;
  /** The book of connections changed. */
  reloadConnections(): Promise<void>;
  setup: ReturnType<typeof createSetup>;
  fhirExports: ReturnType<typeof createFhirExports>;
  quarantine: {
    list(options: Parameters<Quarantine['list']>[0]): Promise<QuarantineWire[]>;
    find(id: string): Promise<QuarantineWire | null>;
    replay(id: string, facility: string): Promise<ItemOutcome[] | null>;
    dismiss(id: string): Promise<boolean>;
  };
  /** Writes what is left. */
  close(): Promise<void>;
}

export async function createFeeds(parts: FeedParts): Promise<Feeds> {
  const { store, desk, live, registry, newId, onFault } = parts;
  const clock = () => live.now();
  const health = new FeedHealth({ store, registry, clock });
  await health.open();
  const quarantine = new Quarantine({ store, clock, newId });
  const intake = new Intake({ desk, live, quarantine, health });
  const occupancy = new Occupancy({ store: parts.occupancyStore, intake, live, health, newId });
  await occupancy.open();
  let connections = await parts.occupancyStore.connections();
  const reload = async () => {
    connections = await parts.occupancyStore.connections();
  };
  const visitKeys = new VisitKeys(parts.occupancyStore, clock);
  const adt = new AdtFeed({
    ...{ occupancy, visitKeys, quarantine, health, clock, newId, onFault },
    connections: () => connections,
  });
  const publishing = repeat(() => occupancy.publish(), PUBLISH_EVERY_MS, onFault);
  const erasing = repeat(
    async () => {
      await occupancy.eraseDue();
      await store.eraseDue(iso(clock()));
      visitKeys.forget();
    },
    ERASE_EVERY_MS,
    onFault,
  );
  const fhir = new FhirFeed({ intake, health, clock, beds: occupancy });
  const csv = new CsvFeed({ intake, health });
  const { dropFolder } = parts;
  const looking =
    dropFolder === null
      ? () => undefined
      : repeat(
          () =>
            takeDropped({
              folder: dropFolder,
              feed: csv,
              facilities: () => Object.keys(live.picture.facilities),
              clock: Date.now,
            }),
          LOOK_EVERY_MS,
          onFault,
        );
  const have = new HaveFeed({ desk, live, health, intake });
  const lpz =
    parts.lpz === null
      ? null
      : new LpzFeed({
          ...parts.lpz,
          ...{ intake, health, onFault },
          facilities: () => Object.keys(live.picture.facilities),
          later: once,
        });
  lpz?.start();
  const saving = repeat(() => health.save(), SAVE_EVERY_MS, onFault);
  return {
    intake,
    health,
    feeds: () => health.rows(),
    fhir: (body, sender) => fhir.receive(body, sender),
    have: (bytes, sender) => have.receive(bytes, sender),
    haveExport: writeHave,
    csv: (text, preview, sender) => csv.receive(text, preview, sender),
    csvTemplate: writeTemplate,
    occupancy,
    adt,
    reloadConnections: reload,
    setup: createSetup({ store: parts.occupancyStore, occupancy, clock, newId, reload }),
    fhirExports: createFhirExports(parts.software),
    quarantine: {
      list: async (options) => (await quarantine.list(options)).map(toWire),
      async find(id) {
        const row = await quarantine.find(id);
        return row === null ? null : toWire(row);
      },
      async replay(id, facility) {
        const row = await quarantine.find(id);
        if (row === null || !(await quarantine.settle(id, facility))) return null;
        const { items, principal } = heldOf(row);
        const subject = { identifiers: [{ system: OWN, value: facility }], name: null };
        const message = {
          channel: row.channel,
          feed: row.feed,
          messageId: row.messageId,
          hash: row.messageHash,
        };
        return intake.take(
          message,
          items.map((item) => ({ ...item, subject })),
          { principal },
        );
      },
      dismiss: (id) => quarantine.settle(id, null),
    },
    async close() {
      for (const stop of [saving, publishing, erasing, looking]) stop();
      await lpz?.stop();
      await occupancy.publish();
      await health.save();
    },
  };
}

/** Does the work once, after a while, unless it is called off. */
function once(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
}

/** Does the work every so often, never twice at once, until the returned function is called. */
function repeat(
  work: () => Promise<unknown>,
  everyMs: number,
  onFault: (fault: unknown) => void,
): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    work()
      .catch(onFault)
      .finally(() => (busy = false));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function toWire(row: QuarantineRow): QuarantineWire {
  const { key: _key, items: _items, ...rest } = row;
  const kinds = new Set<UnitKind>(heldOf(row).items.map((item) => item.kind));
  return { ...rest, kinds: [...kinds] };
}
