/** Starts the server on the settings: opens, seeds, listens, tells the sockets. `main.ts` and the demo begin here. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import pino, { type Logger } from 'pino';
import { databaseFile } from '../db/database-url.ts';
import { connectStores } from '../db/open.ts';
import { loadGeography } from '../seed/geography.ts';
import { loadSkeleton } from '../seed/roads.ts';
import { seedProvenance } from '../seed/provenance.ts';
import { seedRooms } from '../seed/rooms.ts';
import { dutchSeed } from '../seed/seed.ts';
import { isSecure } from './access/cookies.ts';
import { clientAddress, trustedProxies, type TrustedProxies } from './access/proxies.ts';
import { createApp, type App } from './app.ts';
import { answerEarly } from './early.ts';
import { employClerk } from './desk/clerk.ts';
import { loadOidcRules } from './access/oidc-rules.ts';
import { loadLpz } from './feeds/lpz/load.ts';
import { startMllp, type MllpServer } from './feeds/hl7v2/server.ts';
import { createGateway } from './live/gateway.ts';
import { liveMeters } from './metrics.ts';
import { freshSecret, loadSecret } from './secrets.ts';
import { trustedOrigins, type Settings } from './settings.ts';
import { createStatic } from './static.ts';
import { tilesOf } from './tiles.ts';
import { createTravel } from './travel/index.ts';
import { openTraces } from './watch/open-traces.ts';
import type { Traces } from './watch/traces.ts';
import { limitWires, serverOptions, wireMeters, type WireLimits } from './wires.ts';

const CLERK_EVERY_MS = 60_000;
/** What is under way when the server is told to stop gets so long to end: no request may take longer than 15 seconds. */
const GRACE_MS = 16_000;
const ROOT = join(import.meta.dirname, '..');

export interface StartOptions {
  demo?: boolean;
  log?: Logger;
  /** Folder of the built dashboard. */
  dashboard?: string;
  /** Milliseconds between two looks at silent feeds; 0: only when `app.feeds.watch` is called. */
  watchFeedsEveryMs?: number;
  /** Milliseconds; default the machine's. Sessions of people keep the machine's clock all the same. */
  clock?: () => number;
  /** Default random ones. */
  newId?: () => string;
  /** What free text is hashed with, 16 bytes; default random ones. */
  salt?: () => Uint8Array;
  /** What a connection may cost, where it is otherwise than the settings say. */
  wires?: Partial<WireLimits>;
}

export interface RunningServer {
  app: App;
  /** `http://127.0.0.1:8080`: where it listens. */
  url: string;
  port: number;
  /** Of HL7 v2 over MLLP; null when it is off. */
  mllpPort: number | null;
  /** Link to make the first administrator; null when there is an account. */
  firstAdministratorLink: string | null;
  /**
   * Before `stop`, where others can take over: says that it is not ready, lets no socket in, sends those there are elsewhere, and
   * goes on answering all the while. Resolves after `ms` milliseconds, or at once when it is cut short.
   */
  drain(ms: number, cut?: AbortSignal): Promise<void>;
  /** Answers what is under way, tells the sockets, stores and closes. Safe to call twice. */
  stop(): Promise<void>;
}

/** @throws when the database cannot be opened or the port is taken. */
export async function startServer(
  settings: Settings,
  options: StartOptions = {},
): Promise<RunningServer> {
  const log = options.log ?? pino({ level: 'warn' });
  // The port is known before anything is built: origins and links are made of it. Who comes early waits.
  const ready = Promise.withResolvers<App>();
  let running: App | null = null;
  const proxies = trustedProxies(settings.trustedProxies);
  const listener = getRequestListener(async (request, { incoming }) => {
    const app = await ready.promise;
    const { socket, headers } = incoming;
    const address = clientAddress(socket.remoteAddress, headers['x-forwarded-for'], proxies);
    return app.fetch(request, { address });
  });
  const wires = { ...settings.wires, ...options.wires };
  const http = createServer(serverOptions(wires), (request, response) => {
    // Socket.io answers its own path.
    if (request.url?.startsWith('/socket.io/') === true) return;
    if (running === null && answerEarly(request, response)) return;
    // The next request of this caller goes to a server that stays.
    if (running?.standing.draining === true) response.shouldKeepAlive = false;
    void listener(request, response);
  });
  const figures = limitWires(http, wires, proxies);
  const port = await listen(http, settings.port, settings.host);
  try {
    const server = await build({ settings, options, log, http, port, proxies, wires });
    wireMeters(server.app.metrics.registry, figures);
    running = server.app;
    ready.resolve(server.app);
    return server;
  } catch (error) {
    ready.promise.catch(() => undefined);
    ready.reject(error);
    http.closeAllConnections();
    http.close();
    throw error;
  }
}

interface BuildParts {
  settings: Settings;
  options: StartOptions;
  log: Logger;
  http: Server;
  port: number;
  proxies: TrustedProxies;
  wires: WireLimits;
}

async function build(parts: BuildParts): Promise<RunningServer> {
  const { settings, options, log, http, port, proxies, wires } = parts;
  const url = `http://${nameOf(settings.host)}:${port}`;
  const baseUrl = settings.publicUrl ?? url;
  // The address that is printed must work, whatever HOST is.
  const origins = [...new Set([...trustedOrigins(settings.publicUrl, port), baseUrl])];
  const given = {
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    ...(options.newId === undefined ? {} : { newId: options.newId }),
  };
  const stores = await connectStores(
    settings.databaseUrl,
    { report: (error, where) => log.error({ err: error }, where) },
    {
      ...(options.clock === undefined ? {} : { now: options.clock }),
      ...(options.newId === undefined ? {} : { id: options.newId }),
      ...(options.salt === undefined ? {} : { salt: options.salt }),
    },
  );
  const secret =
    stores.keptSecret === null
      ? loadSecret(databaseFile(settings.databaseUrl))
      : await stores.keptSecret(freshSecret());
  const geography = loadGeography();
  const traces = await openTraces(settings.traces, softwareVersion());
  const app = await createApp({
    ...given,
    stores,
    seed: dutchSeed(),
    geography,
    rooms: seedRooms(),
    provenance: seedProvenance(),
    travel: (live) =>
      createTravel({
        geography,
        skeleton: loadSkeleton(),
        destinations: () => Object.values(live.picture.facilities),
        osrmUrl: settings.osrmUrl,
        onAnswer: ({ failure, detail }) => {
          if (failure !== null) log.warn({ failure, detail }, 'the routing engine did not answer');
        },
      }),
    mapSettings: {
      tiles: settings.tilesUrl === null ? null : tilesOf(settings.tilesUrl),
      routingEngine: settings.osrmUrl !== null,
    },
    secret,
    baseUrl,
    trustedOrigins: origins,
    log,
    version: softwareVersion(),
    demo: options.demo ?? false,
    pages: createStatic({
      root: options.dashboard ?? join(ROOT, 'dashboard', 'build'),
      tilesUrl: settings.tilesUrl,
      secure: isSecure(baseUrl),
      origins,
    }),
    processMetrics: true,
    traces,
    dropFolder: settings.dropFolder,
    lpz: settings.lpz === null ? null : loadLpz(settings.lpz),
    oidc:
      settings.oidc === null
        ? null
        : {
            ...settings.oidc,
            rules: loadOidcRules(settings.oidc.rulesFile),
            factorRoles: new Set(settings.secondFactorRoles),
          },
    rateLimits: settings.rateLimits,
    secondFactorRoles: settings.secondFactorRoles,
    webhooks: {
      rules: {
        localhost: settings.webhookAllow.includes('localhost'),
        privateNetwork: settings.webhookAllow.includes('private-network'),
      },
    },
    feedWatch: settings.feedWatch,
    retention: settings.retention,
    accessLogYears: settings.accessLogYears,
    ...(options.watchFeedsEveryMs === undefined
      ? {}
      : { watchFeedsEveryMs: options.watchFeedsEveryMs }),
  });
  const gateway = createGateway({
    http,
    live: app.live,
    access: app.access,
    storage: app.storage,
    texts: app.deskParts.texts,
    witness: app.witness,
    addressOf({ socket, headers }) {
      const address = clientAddress(socket.remoteAddress, headers['x-forwarded-for'], proxies);
      // All the world comes from there.
      return address === undefined || proxies(address) ? null : address;
    },
    limits: { unknownOfNetwork: wires.waitingOfAddress, introduceMs: wires.headersMs },
    log,
    meters: {
      ...liveMeters(app.metrics),
      told: (entries) => app.stages.told(entries, (options.clock ?? Date.now)()),
    },
  });
  const dismissClerk = employClerk(
    app.deskParts,
    CLERK_EVERY_MS,
    (error) => log.error({ err: error }, 'the clerk failed'),
    stores.clerkLease,
    (name, because, work) => traces.own(name, because, work),
  );
  const mllp = await listenForHl7(settings, app, traces, log);
  // Behind the # it stays out of every log on the way.
  const token = await app.access.firstAdministrator.invite();
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    dismissClerk();
    await mllp?.close();
    // Nobody comes in any more, also not while the sockets are being ended.
    const closed = closeHttp(http);
    await gateway.close();
    await closed;
    await app.close();
    await traces.close();
    await stores.close();
  };
  return {
    app,
    url,
    port,
    mllpPort: mllp?.port ?? null,
    drain(ms, cut) {
      app.standing.drain();
      return gateway.drain(ms, cut);
    },
    firstAdministratorLink: token === null ? null : `${baseUrl}/first-admin#token=${token}`,
    stop: () => (stopping ??= stop()),
  };
}

/** Null when it is off. @throws when a file cannot be read or the port is taken */
async function listenForHl7(
  { mllpPort, mllpTls, host }: Settings,
  app: App,
  traces: Traces,
  log: Logger,
): Promise<MllpServer | null> {
  if (mllpPort === null) return null;
  const onFault = (error: unknown) => log.error({ err: error }, 'a line of HL7 v2 failed');
  const files = mllpTls ?? null;
  return startMllp({
    feed: app.feeds.adt,
    traces,
    port: mllpPort,
    host,
    onFault,
    ...(files === null
      ? {}
      : {
          tls: {
            cert: readFileSync(files.cert),
            key: readFileSync(files.key),
            ca: readFileSync(files.ca),
          },
        }),
  });
}

function listen(http: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => {
      const taken = `port ${port} of ${host} is taken (EADDRINUSE); choose another with PORT`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error);
    };
    http.once('error', refused);
    http.listen(port, host, () => {
      http.off('error', refused);
      resolve((http.address() as AddressInfo).port);
    });
  });
}

function closeHttp(http: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => http.closeAllConnections(), GRACE_MS);
    http.close(() => {
      clearTimeout(impatient);
      resolve();
    });
    http.closeIdleConnections();
  });
}

/** A name that a browser can use for where we listen. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

export function softwareVersion(): string {
  const text = readFileSync(join(ROOT, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
