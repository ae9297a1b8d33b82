/** The whole schema: what drizzle-kit makes migrations from and what drizzle and better-auth are given. */
export * from './access.ts';
export * from './access-log.ts';
export * from './beside.ts';
export * from './decisions.ts';
export * from './feeds.ts';
export * from './guesses.ts';
export * from './ledger.ts';
export * from './occupancy.ts';
export * from './stop-log.ts';
export * from './trends.ts';
export * from './walls.ts';
export * from './webhooks.ts';
