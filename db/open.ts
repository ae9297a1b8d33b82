/** Opens whatever `DATABASE_URL` names: the ledger and the stores beside it, behind their interfaces. */
import type { AccountsDatabase } from './accounts.ts';
import type { ApiKeyStore } from './api-keys.ts';
import type { CasePrivateStore } from './case-private.ts';
import type { DecisionLog } from './decision-log.ts';
import type { FeedStore } from './feeds.ts';
import type { OccupancyStore } from './occupancy.ts';
import type { Ledger, LedgerOptions } from './ledger.ts';
import type { Signals } from './signals.ts';
import type { StopLog } from './stop-log.ts';
import type { TextStore, TextStoreOptions } from './texts.ts';
import type { TrendLog } from './trends.ts';
import type { WallStore } from './walls.ts';
import { sqliteAccounts } from './sqlite/accounts.ts';
import type { WebhookStore } from './webhooks.ts';
import { openApiKeyStore } from './sqlite/api-keys.ts';
import { openCasePrivateStore } from './sqlite/case-private.ts';
import { openDecisionLog } from './sqlite/decision-log.ts';
import { openFeedStore } from './sqlite/feeds.ts';
import { openOccupancyStore } from './sqlite/occupancy.ts';
import { openSqliteLedger } from './sqlite/ledger.ts';
import { openDatabase, type Database } from './sqlite/open.ts';
import { openStopLog } from './sqlite/stop-log.ts';
import { openTextStore } from './sqlite/texts.ts';
import { openTrendLog } from './sqlite/trends.ts';
import { openWallStore } from './sqlite/walls.ts';
import { openWebhookStore } from './sqlite/webhooks.ts';

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
  texts: TextStore;
  casePrivate: CasePrivateStore;
  decisionLog: DecisionLog;
  stopLog: StopLog;
  trends: TrendLog;
  apiKeys: ApiKeyStore;
  feeds: FeedStore;
  occupancy: OccupancyStore;
  walls: WallStore;
  /** Absent where this database keeps none. */
  webhooks?: WebhookStore;
  /** Writes what was handed in, then closes the database. */
  close(): Promise<void>;
}

/** The stores on an embedded SQLite file, with the file itself. */
export interface SqliteStores extends Stores {
  webhooks: WebhookStore;
  database: Database;
}

/** The stores of whatever the address names. @throws DatabaseUrlError for an address that no store knows. */
export async function connectStores(
  url: string,
  options: LedgerOptions = {},
  ofTexts: TextStoreOptions = {},
): Promise<Stores> {
  return openStores(url, options, ofTexts);
}

/** On SQLite. @throws DatabaseUrlError for an address that is not a file's. */
export function openStores(
  url: string,
  options: LedgerOptions = {},
  ofTexts: TextStoreOptions = {},
): SqliteStores {
  const database = openDatabase(url);
  const ledger = openSqliteLedger(database, options);
  return {
    database,
    ledger,
    accounts: sqliteAccounts(database),
    signals: null,
    keptSecret: null,
    texts: openTextStore(database, ofTexts),
    casePrivate: openCasePrivateStore(database),
    decisionLog: openDecisionLog(database),
    stopLog: openStopLog(database),
    trends: openTrendLog(database),
    apiKeys: openApiKeyStore(database),
    feeds: openFeedStore(database),
    occupancy: openOccupancyStore(database),
    walls: openWallStore(database),
    webhooks: openWebhookStore(database),
    async close() {
      await ledger.close();
      database.close();
    },
  };
}
