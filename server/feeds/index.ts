/** All feeds of one server: one intake, one quarantine, one book of how each does; the adapters around them. */
import { USUAL_RETENTION } from '#domain/accountability/retention.ts';
import type { Registry } from 'prom-client';
import {
  canonical,
  OWN,
  resolveFacility,
  type Identifier,
} from '#domain/identifiers/identifiers.ts';
import { CHANNELS, type Channel, type UnitKind } from '#domain/words.ts';
import { USUAL_WATCH, type FeedWatch } from '#domain/feeds/state.ts';
import type {
  DismissReason,
  FeedWire,
  ItemOutcome,
  QuarantineWire,
  Replayed,
} from '#wire/feeds.ts';
import { iso } from '#domain/clock.ts';
import type { FeedStore, QuarantineRow } from '../../db/feeds.ts';
import type { OccupancyStore } from '../../db/occupancy.ts';
import type { Lease } from '../../db/leases.ts';
import type { Signals } from '../../db/signals.ts';
import { NO_TRACES, type Traces } from '../watch/traces.ts';
import type { Desk } from '../desk/desk.ts';
import type { LivePicture } from '../desk/live-picture.ts';
import { FeedHealth } from './core/health.ts';
import { Intake, type FeedSender } from './core/intake.ts';
import { Occupancy } from './core/occupancy.ts';
import { heldOf, Quarantine } from './core/quarantine.ts';
import { viewFeed } from './core/view.ts';
import { FeedWatcher } from './core/watch.ts';
import { VisitKeys } from './core/visit-keys.ts';
import { LOOK_EVERY_MS, takeDropped } from './csv/drop-folder.ts';
import { CsvFeed, type CsvAnswer } from './csv/receive.ts';
import { writeTemplate } from './csv/template.ts';
import { writeXlsxTemplate } from './excel/template.ts';
import type { Answer } from './fhir/answers.ts';
import { createFhirExports } from './fhir/export/index.ts';
import { FhirFeed } from './fhir/receive.ts';
import { HaveFeed, type HaveAnswer } from './have/receive.ts';
import { inEnvelope } from './have/envelope.ts';
import { writeHave } from './have/write.ts';
import { AdtFeed } from './hl7v2/adt.ts';
import type { LpzSetUp } from './lpz/load.ts';
import { LpzFeed } from './lpz/poll.ts';
import { createSetup } from './hl7v2/setup.ts';

export interface FeedParts {
  store: FeedStore;
  occupancyStore: OccupancyStore;
  /** Other servers on the database; null: there are none. */
  signals: Signals | null;
  /** Which of them raises and clears alarms; null: there is one. */
  watchLease: Lease | null;
  desk: Desk;
  live: LivePicture;
  registry: Registry;
  newId: () => string;
  /** Where a nightly job leaves spreadsheets; null: nowhere. */
  dropFolder: string | null;
  /** How LPZ is asked; null: not. */
  lpz: LpzSetUp | null;
  /** From when on a feed is silent or failing; default USUAL_WATCH. */
  watch?: FeedWatch;
  /** Milliseconds between two looks at the feeds; 0: only when `watch` is called. Default WATCH_EVERY_MS. */
  watchEveryMs?: number;
  /** Hours that the hash of a visit is kept; default the usual term. */
  visitHours?: number;
  /** Where traces go; default nowhere. */
  traces?: Traces;
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
/** Connections of HL7 v2 are read again so often where other servers may change them, milliseconds. */
const REREAD_EVERY_MS = 5_000;
/** To the other servers: somebody added or revoked a connection. */
const CONNECTIONS_CHANGED = 'feed-connections-changed';

/** Messages that are taken in again at once. */
const MOST_REPLAYED = 1_000;
/** So often silent and failing feeds are looked for, milliseconds. */
export const WATCH_EVERY_MS = 15_000;

export interface Feeds {
  intake: Intake;
  health: FeedHealth;
  feeds(): Omit<FeedWire, 'source' | 'name'>[];
  /** A key wrote figures itself: that is a feed too. `refused`: why they were not taken in; null when they were. */
  tookFigures(
    feed: string,
    said: { facility: string; kind: UnitKind; sentAt: string | null; refused: string | null },
  ): void;
  /** The feed is not expected to speak any more; false when it is not known. */
  end(feed: string, channel: Channel): Promise<boolean>;
  /** A key or connection was revoked: none of its feeds is expected any more. */
  endAllOf(feed: string): Promise<void>;
  /** One look at silent and failing feeds. */
  watch(): Promise<void>;
  fhir(body: string, sender: FeedSender): Promise<Answer>;
  have(bytes: Uint8Array, sender: FeedSender): Promise<HaveAnswer>;
  haveExport: typeof writeHave;
  inEnvelope: typeof inEnvelope;
  csv(text: string, preview: boolean, sender: FeedSender): Promise<CsvAnswer>;
  csvTemplate: typeof writeTemplate;
  xlsx(bytes: Buffer, preview: boolean, sender: FeedSender): Promise<CsvAnswer>;
  xlsxTemplate: typeof writeXlsxTemplate;
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
    replay(id: string, facility: string, by: string): Promise<ItemOutcome[] | null>;
    replayAll(name: Identifier, by: string): Promise<Replayed[]>;
    dismiss(id: string, because: DismissReason, by: string): Promise<boolean>;
  };
  /** Writes what is left. */
  close(): Promise<void>;
}

export async function createFeeds(parts: FeedParts): Promise<Feeds> {
  const { store, desk, live, registry, newId, onFault } = parts;
  const { traces = NO_TRACES } = parts;
  const clock = () => live.now();
  const health = new FeedHealth({ store, registry, clock });
  await health.open();
  const quarantine = new Quarantine({ store, clock, newId });
  const intake = new Intake({ desk, live, quarantine, health });
  const { signals, occupancyStore } = parts;
  const occupancy = new Occupancy({
    ...{ store: occupancyStore, intake, live, health, newId, signals, onFault },
    visitHours: parts.visitHours ?? USUAL_RETENTION.visit,
    traces,
  });
  await occupancy.open();
  let connections = await parts.occupancyStore.connections();
  const reload = async () => {
    connections = await parts.occupancyStore.connections();
  };
  signals?.on(CONNECTIONS_CHANGED, () => void reload().catch(onFault));
  // A hint may be lost.
  const rereading = signals === null ? () => undefined : repeat(reload, REREAD_EVERY_MS, onFault);
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
  const watching = parts.watch ?? USUAL_WATCH;
  const listeningSince = iso(clock());
  const { watchLease: lease } = parts;
  const watcher = new FeedWatcher({
    ...{ health, desk, live, watch: watching, listeningSince, lease, traces },
  });
  const { watchEveryMs = WATCH_EVERY_MS } = parts;
  const looksOut =
    watchEveryMs === 0 ? () => undefined : repeat(() => watcher.look(), watchEveryMs, onFault);
  const end = async (feed: string, channels: readonly Channel[]) => {
    const ended = channels.map((channel) => health.end(feed, channel)).includes(true);
    if (!ended) return false;
    await health.save();
    await watcher.look();
    return true;
  };
  const replay = async (id: string, facility: string, by: string) => {
    const row = await quarantine.find(id);
    const settled = { to: facility, because: null, by };
    if (row === null || !(await quarantine.settle(id, settled))) return null;
    const { items, principal } = heldOf(row);
    const subject = { identifiers: [{ system: OWN, value: facility }], name: null };
    const message = {
      channel: row.channel,
      feed: row.feed,
      messageId: row.messageId,
      hash: row.messageHash,
    };
    const outcomes = await intake.take(
      message,
      items.map((item) => ({ ...item, subject })),
      { principal },
    );
    await quarantine.became(id, outcomes);
    return outcomes;
  };
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
              traces,
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
    feeds: () => health.rows().map((row) => viewFeed(row, watching, listeningSince, clock())),
    tookFigures(feed, { facility, kind, sentAt, refused }) {
      const source = { feed, channel: 'api' } as const;
      health.tookMessage(source, sentAt);
      const outcome = refused === null ? ('recorded' as const) : ('refused' as const);
      health.tookItems(source, [
        { place: kind, outcome, code: refused, facility, kind, anomalies: [] },
      ]);
    },
    end: (feed, channel) => end(feed, [channel]),
    async endAllOf(feed) {
      await end(feed, CHANNELS);
    },
    watch: () => watcher.look(),
    fhir: (body, sender) => fhir.receive(body, sender),
    have: (bytes, sender) => have.receive(bytes, sender),
    haveExport: writeHave,
    inEnvelope,
    csv: (text, preview, sender) => csv.receive(text, preview, sender),
    csvTemplate: writeTemplate,
    xlsx: (bytes, preview, sender) => csv.receiveXlsx(bytes, preview, sender),
    xlsxTemplate: writeXlsxTemplate,
    occupancy,
    adt,
    reloadConnections: reload,
    setup: createSetup({
      ...{ store: parts.occupancyStore, occupancy, clock, newId },
      async reload() {
        await reload();
        signals?.tell(CONNECTIONS_CHANGED, null);
      },
      async ended(connection) {
        await end(connection, ['hl7v2']);
      },
    }),
    fhirExports: createFhirExports(parts.software),
    quarantine: {
      list: async (options) => (await quarantine.list(options)).map(toWire),
      async find(id) {
        const row = await quarantine.find(id);
        return row === null ? null : toWire(row);
      },
      replay,
      async replayAll(name, by) {
        const wanted = canonical(name);
        const replayed: Replayed[] = [];
        for (const row of await quarantine.list({ waiting: true, limit: MOST_REPLAYED })) {
          const named = row.identifiers
            .map(canonical)
            .some((one) => one.system === wanted.system && one.value === wanted.value);
          if (!named) continue;
          const who = resolveFacility(live.picture, row.identifiers, row.name);
          if (who.kind !== 'found') continue;
          const items = await replay(row.id, who.facility, by);
          if (items !== null) replayed.push({ id: row.id, facility: who.facility, items });
        }
        return replayed;
      },
      dismiss: (id, because, by) => quarantine.settle(id, { to: null, because, by }),
    },
    async close() {
      for (const stop of [saving, publishing, erasing, looking, looksOut, rereading]) stop();
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
  return {
    ...rest,
    kinds: [...kinds],
    dismissedBecause: row.dismissedBecause as DismissReason | null,
    outcomes: row.outcomes as QuarantineWire['outcomes'],
  };
}
