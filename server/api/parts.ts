/** What the API is made of, and what travels with each request. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Logger } from 'pino';
import type { AccessLog } from '../../db/access-log.ts';
import type { DecisionLog } from '../../db/decision-log.ts';
import type { StopLog } from '../../db/stop-log.ts';
import type { TrendLog } from '../../db/trends.ts';
import type { CaseState, Picture } from '#domain/picture.ts';
import type { ProvenanceWire } from '#wire/installation.ts';
import type { Access } from '../access/access.ts';
import type { Cursors } from '../access/cursors.ts';
import type { SignedIn } from '../access/principal.ts';
import type { Desk } from '../desk/desk.ts';
import type { Witness } from '../desk/witness.ts';
import type { DeskParts } from '../desk/parts.ts';
import type { StorageWatch } from '../desk/storage-watch.ts';
import type { StopFollower } from '../desk/stop-follower.ts';
import type { TrendFollower } from '../desk/trend-follower.ts';
import type { Metrics } from '../metrics.ts';
import type { Standing } from '../standing.ts';
import type { DriveTimes } from '../travel/drives.ts';
import type { IsochroneMaker } from '../travel/isochrones.ts';
import type { ReachMaker } from '../travel/reach.ts';
import type { MapSettingsWire } from '#wire/map.ts';
import type { Traces } from '../watch/traces.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { FeedPorts } from './feed-ports.ts';

/** A place as the gazetteer knows it. */
export interface FoundPlace {
  id: string;
  name: string;
  municipality: { name: string };
  region: string;
  position: { lat: number; lon: number };
}

export interface ApiParts {
  desk: Desk;
  /** What the desk itself is made of: live picture, ledger, texts. */
  deskParts: DeskParts;
  /** Whether what is written is kept. */
  storage: Pick<StorageWatch, 'trouble' | 'met'>;
  decisionLog: DecisionLog;
  accessLog: AccessLog;
  /** Writes down who saw which case. */
  witness: Witness;
  stopLog: StopLog;
  /** How far the stop log has come. */
  stops: Pick<StopFollower, 'countedUntil'>;
  trends: TrendLog;
  /** How far the trends have come. */
  trendFollower: Pick<TrendFollower, 'countedUntil'>;
  /** Between hospitals. */
  drives: DriveTimes;
  access: Access;
  feeds: FeedPorts;
  /** Null where this database keeps none. */
  readonly webhooks: Webhooks | null;
  /** Takes them over where another server has them. */
  haveWebhooks: () => Promise<void>;
  /** What the map shows beside the picture. */
  map: { settings: MapSettingsWire; reach: ReachMaker; isochrones: IsochroneMaker };
  searchPlaces: (query: string, limit: number) => FoundPlace[];
  /** Dispatch rooms. */
  rooms: readonly { id: string; name: string; regions: readonly string[] }[];
  /** Where the shipped profiles come from, by facility. */
  provenance: ReadonlyMap<string, ProvenanceWire>;
  /**
   * Keyed hash of a request's body, by which a repeat is known. Keyed because a plain one would give the exact position and the
   * notes away to whoever tries them all.
   */
  fingerprint: (text: string) => string;
  cursors: Cursors;
  log: Logger;
  metrics: Metrics;
  traces: Traces;
  standing: Standing;
  version: string;
  /** The server is reached by https: cookies are made for that only. */
  secure: boolean;
  demo: boolean;
  /** Milliseconds that a request may take; default 15,000. */
  timeoutMs?: number;
}

export interface ApiEnv {
  /** What came with the connection; absent where there is none, as in a test without a port. */
  Bindings: { address?: string };
  Variables: {
    requestId: string;
    fingerprint: ApiParts['fingerprint'];
    /** Set by `authenticate`, on every route but the open ones. */
    who: SignedIn;
    /** Set by a gate over a case. */
    found: { one: CaseState; picture: Picture };
  };
}

export type ApiApp = OpenAPIHono<ApiEnv>;

export const API_PATH = '/api/v1';
/** What machines send their figures to. */
export const FEEDS_PATH = `${API_PATH}/feeds`;
/** Bytes of a body; the largest true one is a case with all its findings, some 6 kB. */
export const MOST_BODY_BYTES = 256 * 1024;
/** Bytes of a feed's message: a bundle of reports of ninety facilities is about 600 kB. */
export const MOST_FEED_BYTES = 2 * 1024 * 1024;
