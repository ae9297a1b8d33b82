/** The whole schema on PostgreSQL: the same tables and columns as on SQLite (a test holds them together). */
export * from './access.ts';
export * from './access-log.ts';
export * from './beside.ts';
export * from './decisions.ts';
export * from './feeds.ts';
export * from './guesses.ts';
export * from './installation.ts';
export * from './ledger.ts';
export * from './occupancy.ts';
export * from './stop-log.ts';
export * from './trends.ts';
export * from './walls.ts';
export * from './webhooks.ts';
