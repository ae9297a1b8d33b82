/** `npm run demo`: a whole Netherlands that lives, for whoever wants to see it. Beside main.ts the one file that reads the environment. */
import { DEMO_ACCOUNTS } from './demo/accounts.ts';
import { startDemo } from './demo/start.ts';
import { createLog } from './log.ts';
import { settingsOrExit } from './settings-or-exit.ts';

const settings = settingsOrExit(process.env);
const log = createLog('warn');

try {
  const demo = await startDemo(settings, { log });
  const width = Math.max(...DEMO_ACCOUNTS.map(({ email }) => email.length));
  console.log(
    [
      `Spoedkaart demo: ${settings.publicUrl ?? demo.server.url}`,
      '',
      `Accounts, password ${demo.password}`,
      ...DEMO_ACCOUNTS.map(({ email, who }) => `  ${email.padEnd(width)}  ${who}`),
      '',
      `HL7 v2 over MLLP: ${settings.host}:${demo.server.mllpPort}`,
      '',
      'Hospitals speak HL7 v2, FHIR, EDXL-HAVE and CSV, or tap. Speak for one yourself (Haga Zoetermeer, on the board of West):',
      `  cd ${demo.tries.folder}`,
      ...demo.tries.lines.map(({ dialect, how }) => `  ${dialect.padEnd(11)}  ${how}`),
      '',
      'Everything that moves is simulated: no patient and no figure is real. Ctrl-C ends it and throws it away.',
    ].join('\n'),
  );
  const end = () => {
    demo.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
} catch (error) {
  console.error(`The demo cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
