/** Opens whatever `DATABASE_URL` names: the ledger and the stores beside it, behind their interfaces. */
import type { ApiKeyStore } from './api-keys.ts';
import type { CasePrivateStore } from './case-private.ts';
import type { DecisionLog } from './decision-log.ts';
import type { FeedStore } from './feeds.ts';
import type { OccupancyStore } from './occupancy.ts';
import type { Ledger } from './ledger.ts';
import type { StopLog } from './stop-log.ts';
import type { TextStore } from './texts.ts';
import type { TrendLog } from './trends.ts';
import type { WallStore } from './walls.ts';
import { openApiKeyStore } from './sqlite/api-keys.ts';
import { openCasePrivateStore } from './sqlite/case-private.ts';
import { openDecisionLog } from './sqlite/decision-log.ts';
import { openFeedStore } from './sqlite/feeds.ts';
import { openOccupancyStore } from './sqlite/occupancy.ts';
import { openSqliteLedger, type SqliteLedgerOptions } from './sqlite/ledger.ts';
import { openDatabase, type Database } from './sqlite/open.ts';
import { openStopLog } from './sqlite/stop-log.ts';
import { openTextStore, type TextStoreOptions } from './sqlite/texts.ts';
import { openTrendLog } from './sqlite/trends.ts';
import { openWallStore } from './sqlite/walls.ts';

/** Everything that is kept, over one database. */
export interface Stores {
  database: Database;
  ledger: Ledger;
  texts: TextStore;
  casePrivate: CasePrivateStore;
  decisionLog: DecisionLog;
  stopLog: StopLog;
  trends: TrendLog;
  apiKeys: ApiKeyStore;
  feeds: FeedStore;
  occupancy: OccupancyStore;
  walls: WallStore;
  /** Writes what was handed in, then closes the database. */
  close(): Promise<void>;
}

/** @throws DatabaseUrlError for an address that no store knows. */
export function openStores(
  url: string,
  options: SqliteLedgerOptions = {},
  ofTexts: TextStoreOptions = {},
): Stores {
  const database = openDatabase(url);
  const ledger = openSqliteLedger(database, options);
  return {
    database,
    ledger,
    texts: openTextStore(database, ofTexts),
    casePrivate: openCasePrivateStore(database),
    decisionLog: openDecisionLog(database),
    stopLog: openStopLog(database),
    trends: openTrendLog(database),
    apiKeys: openApiKeyStore(database),
    feeds: openFeedStore(database),
    occupancy: openOccupancyStore(database),
    walls: openWallStore(database),
    async close() {
      await ledger.close();
      database.close();
    },
  };
}
