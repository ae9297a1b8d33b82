/** Builds the whole server from given parts. It reads no environment and listens nowhere: a test can build ten of them. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import { plainJson, sha256 } from '../db/chain.ts';
import type { Stores } from '../db/open.ts';
import type { WebhookStore } from '../db/webhooks.ts';
import type { Seed } from '../seed/seed.ts';
import { seedLedger } from '../seed/seed.ts';
import { createAccess, type Access } from './access/access.ts';
import { isSecure } from './access/cookies.ts';
import { Cursors } from './access/cursors.ts';
import type { PeopleRole } from './domain/access/table.ts';
import type { OidcSetUp } from './access/oidc.ts';
import type { RateLimits } from './access/request-limiter.ts';
import { createApi } from './api/app.ts';
import { API_PATH, type ApiApp, type ApiParts } from './api/parts.ts';
import { overdueOf } from './desk/clerk.ts';
import { followDecisions } from './desk/decision-follower.ts';
import { Desk } from './desk/desk.ts';
import { LivePicture } from './desk/live-picture.ts';
import type { DeskParts, Whereabouts } from './desk/parts.ts';
import { followStops, type StopFollower } from './desk/stop-follower.ts';
import { StorageWatch } from './desk/storage-watch.ts';
import { Witness } from './desk/witness.ts';
import { haveTextsAtHand, TextBook } from './desk/text-book.ts';
import { followTrends, type TrendFollower } from './desk/trend-follower.ts';
import { USUAL_RETENTION, type Retention } from './domain/accountability/retention.ts';
import type { FeedWatch } from './domain/feeds/state.ts';
import type { LpzSetUp } from './feeds/lpz/load.ts';
import { createFeeds, type Feeds } from './feeds/index.ts';
import { createDriveTimes } from './travel/drives.ts';
import { createIsochrones } from './travel/isochrones.ts';
import type { Travel } from './travel/index.ts';
import { createReach, type GazetteerPlace } from './travel/reach.ts';
import type { MapSettingsWire } from './wire/map.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { Standing } from './standing.ts';
import { watchStages, type WatchedStages } from './watch/stages.ts';
import { NO_TRACES, type Traces } from './watch/traces.ts';
import { forgetWebhookMeters } from './webhooks/meters.ts';
import { SharedWebhooks } from './webhooks/shared.ts';
import { Webhooks, type WebhookOptions } from './webhooks/webhooks.ts';

export interface ServerParts {
  stores: Stores;
  seed: Seed;
  geography: Whereabouts & Pick<ApiParts, 'searchPlaces'> & { places: readonly GazetteerPlace[] };
  rooms: ApiParts['rooms'];
  provenance: ApiParts['provenance'];
  /** Made from the live picture, whose facilities are the destinations. */
  travel: (live: LivePicture) => Travel;
  /** Tiles and routing engine of the map; none of either unless told. */
  mapSettings?: MapSettingsWire;
  secret: string;
  /** The provider by which people may sign in; default none. */
  oidc?: OidcSetUp | null;
  /** Origin that cookies are made for. */
  baseUrl: string;
  trustedOrigins: string[];
  log: Logger;
  version: string;
  demo: boolean;
  /** Milliseconds; default the machine's. */
  clock?: () => number;
  newId?: () => string;
  /** The built dashboard; absent: the API only. */
  pages?: Hono;
  /** Where a nightly job leaves spreadsheets. */
  dropFolder?: string | null;
  /** How LPZ is asked. */
  lpz?: LpzSetUp | null;
  /** Where webhooks may go; a test turns their clockwork by hand. */
  webhooks?: WebhookOptions;
  /** From when on a feed is silent or failing, and how often that is looked at (milliseconds; 0: only when told). */
  feedWatch?: FeedWatch;
  watchFeedsEveryMs?: number;
  /** Where traces go; default nowhere. */
  traces?: Traces;
  /** Figures of this process among the metrics. */
  processMetrics?: boolean;
  /** How long what could point to a person is kept; default the usual terms. */
  retention?: Retention;
  /** After how many years a look in the access log is cut; default never. */
  accessLogYears?: number | null;
  timeoutMs?: number;
  /** Requests a minute of keys and sessions; default the usual ones. */
  rateLimits?: RateLimits;
  /** Roles whose people must have a second factor; default none. */
  secondFactorRoles?: readonly PeopleRole[];
}

export interface App {
  /** `address`: the network address that the request came from, where that is known. */
  fetch: (request: Request, from?: { address?: string }) => Response | Promise<Response>;
  api: ApiApp;
  live: LivePicture;
  desk: Desk;
  deskParts: DeskParts;
  access: Access;
  metrics: Metrics;
  /** What follows commands through their stages. */
  stages: WatchedStages;
  /** Whether it is to be sent work. */
  standing: Standing;
  /** Whether what is written is kept. */
  storage: StorageWatch;
  /** Writes down who saw which case: for whoever tells sockets. */
  witness: Witness;
  /** What fills the stop log. */
  stops: StopFollower;
  /** What fills the trends. */
  trends: TrendFollower;
  feeds: Feeds;
  /** Null where this database keeps none. */
  webhooks: Webhooks | null;
  /** Stops following and stores a snapshot; the stores stay open. */
  close(): Promise<void>;
}

export async function createApp(parts: ServerParts): Promise<App> {
  const { stores, log, version } = parts;
  const clock = parts.clock ?? Date.now;
  const newId = parts.newId ?? randomUUID;
  const onFault = (error: unknown) =>
    log.error({ err: error }, 'something failed in the background');
  const { casePrivate, decisionLog, accessLog } = stores;
  const retention = parts.retention ?? USUAL_RETENTION;
  const shared = stores.signals !== null;
  const storage: StorageWatch = new StorageWatch({
    ledger: stores.ledger,
    ...{ clock, shared },
    trial: () => live.store(),
    onChange: (trouble) =>
      trouble === null
        ? log.warn('the database keeps what is written again')
        : log.error({ fault: trouble.fault }, 'the database keeps nothing: every write is refused'),
  });
  const { ledger } = storage;

  const live: LivePicture = await LivePicture.open({ ledger, clock, onFault, shared });
  await seedLedger(live, parts.seed);
  const stopFollowing = await followDecisions(decisionLog, ledger, live);
  const stops = followStops(stores.stopLog, ledger, live, onFault);
  const trendFollower = followTrends(stores.trends, ledger, live, onFault);

  const travel = parts.travel(live);
  const deskParts: DeskParts = {
    live,
    ledger,
    texts: new TextBook(stores.texts, stores.signals, retention),
    retention,
    accessLogYears: parts.accessLogYears ?? null,
    accessLog,
    casePrivate,
    decisionLog,
    geography: parts.geography,
    travel,
    newId,
    digest: (value) => sha256(plainJson(value).text),
    software: version,
  };
  const desk = new Desk(deskParts);
  const fingerprint = (text: string) =>
    createHmac('sha256', parts.secret).update(text).digest('hex');
  const witness = new Witness({
    log: accessLog,
    clock: () => live.now(),
    hash: fingerprint,
    onFault,
  });
  const stopFetching =
    stores.signals === null ? () => undefined : haveTextsAtHand(live, deskParts.texts, onFault);
  const access = createAccess({
    database: stores.accounts,
    signals: stores.signals,
    apiKeys: stores.apiKeys,
    walls: stores.walls,
    guesses: stores.guesses,
    secret: parts.secret,
    baseUrl: parts.baseUrl,
    trustedOrigins: parts.trustedOrigins,
    clock,
    ...(parts.newId === undefined ? {} : { newId: parts.newId }),
    secondFactorRoles: parts.secondFactorRoles ?? [],
    ...(parts.rateLimits === undefined ? {} : { limits: parts.rateLimits }),
    oidc: parts.oidc ?? null,
    onOidcRemark: (failure, reason) =>
      log.warn({ failure, reason }, 'somebody did not come back signed in from the provider'),
    onFault,
  });
  const metrics = createMetrics(
    {
      seq: () => live.picture.seq,
      openCases: () =>
        Object.values(live.picture.cases).filter((one) => one.closedAt === null).length,
      overdue: () => overdueOf(deskParts),
      looksWaiting: () => witness.waiting,
    },
    parts.processMetrics,
  );
  const traces = parts.traces ?? NO_TRACES;
  const stages = watchStages({ registry: metrics.registry, log, traces });
  live.watch(stages);
  const standing = new Standing({
    head: async () => (await ledger.head()).seq,
    seq: () => live.picture.seq,
    onFault: (error) => log.warn({ err: error }, 'not ready: the database does not answer'),
  });
  const feeds = await createFeeds({
    store: stores.feeds,
    occupancyStore: stores.occupancy,
    signals: stores.signals,
    watchLease: stores.watchLease,
    ...{ desk, live, newId, onFault },
    registry: metrics.registry,
    traces,
    software: version,
    visitHours: retention.visit,
    dropFolder: parts.dropFolder ?? null,
    lpz: parts.lpz ?? null,
    ...(parts.feedWatch === undefined ? {} : { watch: parts.feedWatch }),
    ...(parts.watchFeedsEveryMs === undefined ? {} : { watchEveryMs: parts.watchFeedsEveryMs }),
  });
  access.events.on((event) => {
    if (event.what === 'key-revoked') feeds.endAllOf(event.key).catch(onFault);
  });
  const { webhooks: webhookStore, webhookLease, signals } = stores;
  const openWebhooks = (store: WebhookStore) => {
    // Where they were opened here before, their figures begin anew.
    forgetWebhookMeters(metrics.registry);
    return Webhooks.open({
      ...parts.webhooks,
      store,
      ...{ live, access, clock, newId, version, onFault },
      secret: parts.secret,
      registry: metrics.registry,
      traces,
      placeOf: (seq) => stages.placeOf(seq),
      transferred: (owner, webhook, entry) =>
        witness.transferred(owner, webhook, entry, live.picture),
    });
  };
  const sharedWebhooks =
    webhookStore === undefined || webhookLease === null || signals === null
      ? null
      : new SharedWebhooks({
          open: () => openWebhooks(webhookStore),
          ...{ lease: webhookLease, signals, onFault },
        });
  const own =
    webhookStore === undefined || sharedWebhooks !== null ? null : await openWebhooks(webhookStore);
  const webhooksNow = () => sharedWebhooks?.current ?? own;
  const api = createApi({
    desk,
    deskParts,
    storage,
    decisionLog,
    accessLog,
    witness,
    stopLog: stores.stopLog,
    stops,
    trends: stores.trends,
    trendFollower,
    drives: createDriveTimes(
      travel,
      () => live.now(),
      () => Object.values(live.picture.facilities),
    ),
    access,
    feeds,
    get webhooks() {
      return webhooksNow();
    },
    haveWebhooks: async () => sharedWebhooks?.demand(),
    map: {
      settings: parts.mapSettings ?? { tiles: null, routingEngine: false },
      reach: createReach(travel, parts.geography.places, () =>
        Object.values(live.picture.facilities),
      ),
      isochrones: createIsochrones(travel, (position) => parts.geography.insideCountry(position)),
    },
    searchPlaces: (query, limit) => parts.geography.searchPlaces(query, limit),
    rooms: parts.rooms,
    provenance: parts.provenance,
    fingerprint,
    cursors: new Cursors(parts.secret),
    log,
    metrics,
    traces,
    standing,
    version,
    secure: isSecure(parts.baseUrl),
    demo: parts.demo,
    ...(parts.timeoutMs === undefined ? {} : { timeoutMs: parts.timeoutMs }),
  });

  const { pages } = parts;
  return {
    async fetch(request, from = {}) {
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith('/api/') && pages !== undefined) return pages.fetch(request);
      // Whoever asks how the server does must not wait for what it is about.
      if (!pathname.startsWith(`${API_PATH}/health`)) await live.refresh();
      return api.fetch(request, from);
    },
    api,
    live,
    desk,
    deskParts,
    storage,
    access,
    metrics,
    stages,
    standing,
    witness,
    stops,
    trends: trendFollower,
    feeds,
    get webhooks() {
      return webhooksNow();
    },
    async close() {
      storage.stop();
      await sharedWebhooks?.close();
      await own?.close();
      stopFollowing();
      stopFetching();
      stops.stop();
      trendFollower.stop();
      await stops.caughtUp;
      await trendFollower.caughtUp;
      await feeds.close();
      await witness.close();
      await live.close();
    },
  };
}
