/** `npm start`: the server on the settings of the environment. The one file, with the demo's, that reads it. */
import { createLog } from './log.ts';
import { settingsOrExit } from './settings-or-exit.ts';
import { startServer } from './start.ts';

const settings = settingsOrExit(process.env);
const log = createLog(settings.logLevel);

try {
  const server = await startServer(settings, { log });
  console.log(`Spoedkaart: ${settings.publicUrl ?? server.url}`);
  if (server.firstAdministratorLink !== null)
    console.log(
      `There is no account yet. This link makes the first administrator, once, within 24 hours:\n  ${server.firstAdministratorLink}`,
    );
  const cut = new AbortController();
  let ending = false;
  const end = (signal: NodeJS.Signals) => {
    // A second signal ends what the first began without waiting for anybody to move.
    if (ending) return cut.abort();
    ending = true;
    // Who presses Ctrl-C looks on and waits; a terminal that goes takes its dashboards along.
    const drainMs = signal === 'SIGTERM' ? settings.drainSeconds * 1000 : 0;
    log.info({ signal, drainMs }, 'stopping');
    server
      .drain(drainMs, cut.signal)
      .then(() => server.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
} catch (error) {
  console.error(
    `The server cannot start: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(1);
}
