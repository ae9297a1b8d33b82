/** Everything that is kept, on PostgreSQL. */
import { inOneLine } from '../errors.ts';
import type { LedgerOptions, Report } from '../ledger.ts';
import type { Stores } from '../stores.ts';
import type { TextStoreOptions } from '../texts.ts';
import { openAccessLog } from './access-log.ts';
import { postgresAccounts } from './accounts.ts';
import { openApiKeyStore } from './api-keys.ts';
import { openCasePrivateStore } from './case-private.ts';
import { openDecisionLog } from './decision-log.ts';
import { openFeedStore } from './feeds.ts';
import { openGuessStore } from './guesses.ts';
import { CLERK_LEASE, PostgresLease, WATCH_LEASE, WEBHOOKS_LEASE } from './leases.ts';
import { openPostgresLedger } from './ledger.ts';
import { openOccupancyStore } from './occupancy.ts';
import { openPostgres, type Postgres } from './open.ts';
import { keptSecret } from './secret.ts';
import { openSignals } from './signals.ts';
import { openStopLog } from './stop-log.ts';
import { openTextStore } from './texts.ts';
import { openTrendLog } from './trends.ts';
import { openWallStore } from './walls.ts';
import { openWebhookStore } from './webhooks.ts';

/** The stores on PostgreSQL, with the database itself. */
export interface PostgresStores extends Stores {
  postgres: Postgres;
}

const warn: Report = (error, where) => process.emitWarning(`${where}: ${inOneLine(error)}`);

/** @throws when the database cannot be reached or its schema not be brought up to date. */
export async function openPostgresStores(
  url: string,
  options: LedgerOptions = {},
  ofTexts: TextStoreOptions = {},
): Promise<PostgresStores> {
  const postgres = await openPostgres(url);
  const report = options.report ?? warn;
  const ledger = await openPostgresLedger(postgres, { ...options, report });
  const accessLog = openAccessLog(postgres);
  const signals = await openSignals(postgres, report);
  const decisionLog = await openDecisionLog(postgres, report);
  const stopLog = openStopLog(postgres, report);
  const trends = openTrendLog(postgres, report);
  const occupancy = openOccupancyStore(postgres);
  const webhookLease = new PostgresLease(url, WEBHOOKS_LEASE);
  const watchLease = new PostgresLease(url, WATCH_LEASE);
  const clerkLease = new PostgresLease(url, CLERK_LEASE);
  return {
    postgres,
    ledger,
    accessLog,
    accounts: postgresAccounts(postgres),
    signals,
    keptSecret: (fresh) => keptSecret(postgres, fresh),
    texts: openTextStore(postgres, ofTexts),
    casePrivate: openCasePrivateStore(postgres),
    decisionLog,
    stopLog,
    trends,
    apiKeys: openApiKeyStore(postgres),
    feeds: openFeedStore(postgres),
    occupancy,
    guesses: openGuessStore(postgres),
    walls: openWallStore(postgres),
    webhooks: openWebhookStore(postgres),
    webhookLease,
    watchLease,
    clerkLease,
    async close() {
      await ledger.close();
      await Promise.all(
        [accessLog, decisionLog, stopLog, trends, occupancy].map((one) => one.close()),
      );
      await signals.close();
      await webhookLease.close();
      await watchLease.close();
      await clerkLease.close();
      await postgres.close();
    },
  };
}
