import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall } from './apt.mjs';
import { SetupError } from './process.mjs';

const debians = '/usr/lib/postgresql';

/** @param {string} folder */
function holdsServer(folder) {
  try {
    for (const program of ['initdb', 'pg_ctl', 'postgres'])
      accessSync(join(folder, program), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian's newest; undefined when there is none. */
function newest() {
  try {
    return readdirSync(debians)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(debians, version, 'bin'))
      .find(holdsServer);
  } catch {
    return undefined;
  }
}

/**
 * The programs of PostgreSQL for the tests, which start a server of their own: POSTGRES_BIN, else Debian's, installed when they are
 * not there.
 * @returns {Promise<string>} their folder, absolute
 */
export async function ensurePostgres() {
  const chosen = process.env.POSTGRES_BIN;
  if (chosen) {
    if (holdsServer(chosen)) return chosen;
    throw new SetupError(`POSTGRES_BIN names ${chosen}, where there is no PostgreSQL server.`);
  }
  if (newest() === undefined) {
    console.error("Installing Debian's PostgreSQL for the tests …");
    await aptInstall('postgresql');
  }
  const found = newest();
  if (found !== undefined) return found;
  throw new SetupError(
    `The tests need PostgreSQL and it could not be installed below ${debians}: run "apt-get install postgresql" as root, or set POSTGRES_BIN to the folder of initdb and pg_ctl.`,
  );
}
