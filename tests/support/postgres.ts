/** A real PostgreSQL server for a file of tests. */
import { afterAll, beforeAll } from 'vitest';
import { startPostgres, type TestServer } from './postgres-server.ts';

export { startPostgres } from './postgres-server.ts';

/** One for a file of tests. */
export function postgresForTests(): () => TestServer {
  let server: TestServer | undefined;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.remove());
  return () => {
    if (server === undefined) throw new Error('the server runs during tests only');
    return server;
  };
}
