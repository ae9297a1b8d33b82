/** The settings for a program that cannot go on without them: says all problems at once and ends with exit code 2. */
import { readSettings, SettingsError, type Settings } from './settings.ts';

export function settingsOrExit(env: NodeJS.ProcessEnv): Settings {
  try {
    return readSettings(env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
