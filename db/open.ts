/** Opens whatever `DATABASE_URL` names: the ledger and the stores beside it, behind their interfaces. */
import type { LedgerOptions } from './ledger.ts';
import type { Stores } from './stores.ts';
import { isPostgres } from './database-url.ts';
import { openPostgresStores } from './postgres/stores.ts';
import type { TextStoreOptions } from './texts.ts';
import { openAccessLog } from './sqlite/access-log.ts';
import { sqliteAccounts } from './sqlite/accounts.ts';
import type { WebhookStore } from './webhooks.ts';
import { openApiKeyStore } from './sqlite/api-keys.ts';
import { openCasePrivateStore } from './sqlite/case-private.ts';
import { openDecisionLog } from './sqlite/decision-log.ts';
import { openFeedStore } from './sqlite/feeds.ts';
import { openGuessStore } from './sqlite/guesses.ts';
import { openOccupancyStore } from './sqlite/occupancy.ts';
import { openSqliteLedger } from './sqlite/ledger.ts';
import { openDatabase, type Database } from './sqlite/open.ts';
import { openStopLog } from './sqlite/stop-log.ts';
import { openTextStore } from './sqlite/texts.ts';
import { openTrendLog } from './sqlite/trends.ts';
import { openWallStore } from './sqlite/walls.ts';
import { openWebhookStore } from './sqlite/webhooks.ts';

export type { Stores } from './stores.ts';

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
  return isPostgres(url)
    ? openPostgresStores(url, options, ofTexts)
    : openStores(url, options, ofTexts);
}

/** On SQLite. @throws DatabaseUrlError for an address that is not a file's. */
export function openStores(
  url: string,
  options: LedgerOptions = {},
  ofTexts: TextStoreOptions = {},
): SqliteStores {
  const database = openDatabase(url);
  const ledger = openSqliteLedger(database, options);
  const accessLog = openAccessLog(database);
  return {
    database,
    ledger,
    accessLog,
    accounts: sqliteAccounts(database),
    signals: null,
    webhookLease: null,
    watchLease: null,
    clerkLease: null,
    keptSecret: null,
    texts: openTextStore(database, ofTexts),
    casePrivate: openCasePrivateStore(database),
    decisionLog: openDecisionLog(database),
    stopLog: openStopLog(database),
    trends: openTrendLog(database),
    apiKeys: openApiKeyStore(database),
    feeds: openFeedStore(database),
    occupancy: openOccupancyStore(database),
    guesses: openGuessStore(database),
    walls: openWallStore(database),
    webhooks: openWebhookStore(database),
    async close() {
      await ledger.close();
      await accessLog.close();
      database.close();
    },
  };
}
