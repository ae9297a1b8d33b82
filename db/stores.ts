/** Everything that is kept, behind its interfaces. */
import type { AccessLog } from './access-log.ts';
import type { AccountsDatabase } from './accounts.ts';
import type { ApiKeyStore } from './api-keys.ts';
import type { CasePrivateStore } from './case-private.ts';
import type { DecisionLog } from './decision-log.ts';
import type { FeedStore } from './feeds.ts';
import type { GuessStore } from './guesses.ts';
import type { Lease } from './leases.ts';
import type { Ledger } from './ledger.ts';
import type { OccupancyStore } from './occupancy.ts';
import type { Signals } from './signals.ts';
import type { StopLog } from './stop-log.ts';
import type { TextStore } from './texts.ts';
import type { TrendLog } from './trends.ts';
import type { WallStore } from './walls.ts';
import type { WebhookStore } from './webhooks.ts';

/** Everything that is kept, over one database, whatever database that is. */
export interface Stores {
  ledger: Ledger;
  /** Tables of accounts and sessions, for better-auth. */
  accounts: AccountsDatabase;
  /** What servers on one database tell each other; null where there can be one server only. */
  signals: Signals | null;
  /**
   * The installation's secret as this database keeps it: the one that stands there, or the given one from now on. Null where it is
   * kept in a file beside the database.
   */
  keptSecret: ((fresh: string) => Promise<string>) | null;
  /** Who saw which case. */
  accessLog: AccessLog;
  texts: TextStore;
  casePrivate: CasePrivateStore;
  decisionLog: DecisionLog;
  stopLog: StopLog;
  trends: TrendLog;
  apiKeys: ApiKeyStore;
  feeds: FeedStore;
  occupancy: OccupancyStore;
  /** Failed guesses, and where accounts are known from. */
  guesses: GuessStore;
  walls: WallStore;
  /** Absent where this database keeps none. */
  webhooks?: WebhookStore;
  /** Which of several servers sends them; null where there is one. */
  webhookLease: Lease | null;
  /** Which of several servers raises and clears the alarms of feeds; null where there is one. */
  watchLease: Lease | null;
  /** Which of several servers does what is due; null where there is one. */
  clerkLease: Lease | null;
  /** Writes what was handed in, then closes the database. */
  close(): Promise<void>;
}
