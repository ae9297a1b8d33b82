import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStores } from '../../db/open.ts';
import { inFolder, request } from './helpers.ts';

const CLI = join(import.meta.dirname, '..', '..', 'db', 'verify-ledger.ts');

function run(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  return { status, stdout, stderr };
}

describe('verify-ledger', () => {
  it('says intact, broken with the entry, or that it cannot read', { timeout: 30_000 }, () =>
    inFolder(async (folder) => {
      const url = `file:${join(folder, 'ledger.db')}`;
      const stores = openStores(url);
      for (let i = 0; i < 5; i += 1) await stores.ledger.append(request('a'));
      const { hash } = await stores.ledger.head();
      // While the server has it open.
      const intact = run(['--database', url]);
      expect(intact.status).toBe(0);
      expect(intact.stdout).toContain(`intact: 5 entries, head 5 ${hash}\n`);
      stores.database.sqlite.exec(
        `update entries set body = replace(body, 'changed', 'chanced') where seq = 3`,
      );
      await stores.close();
      const broken = run([], { DATABASE_URL: url });
      expect(broken.status).toBe(1);
      expect(broken.stdout).toContain('broken at seq 3: hash does not match');
      for (const wrong of [
        ['--database', `file:${join(folder, 'none.db')}`],
        ['--database', 'postgres://x/y'],
        ['--what'],
      ]) {
        const failed = run(wrong);
        expect([failed.status, failed.stdout]).toEqual([2, '']);
        expect(failed.stderr).toContain('cannot read the ledger');
      }
    }),
  );
});
