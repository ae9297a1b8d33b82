/** Ends what is open here of somebody who signed out at the provider of sign-in. */
import type { AccountRecord, Accounts } from './accounts.ts';
import type { SignedOutThere } from './logout-token.ts';
import type { Sessions } from './sessions.ts';
import type { UsedCodes } from './used-codes.ts';

export interface ProviderSignOutsParts {
  accounts: Accounts;
  sessions: Sessions;
  /** Tokens that came. */
  used: UsedCodes;
}

const TOKEN = 'logout token';

export class ProviderSignOuts {
  readonly #parts: ProviderSignOutsParts;

  constructor(parts: ProviderSignOutsParts) {
    this.#parts = parts;
  }

  /**
   * Accounts that lost a session; nobody where he had none, which is as good. Null: the token came before, and what it ended may have
   * been opened anew since. One that could not be carried out may come again.
   */
  async carryOut(word: SignedOutThere): Promise<AccountRecord[] | null> {
    const { used } = this.#parts;
    if (!(await used.take(TOKEN, word.jti))) return null;
    try {
      return await this.#end(word);
    } catch (error) {
      await used.giveBack(TOKEN, word.jti).catch(() => undefined);
      throw error;
    }
  }

  async #end({ sub, sid }: SignedOutThere): Promise<AccountRecord[]> {
    const { accounts, sessions } = this.#parts;
    const lost: AccountRecord[] = [];
    for (const id of await this.#meant(sub, sid)) {
      if ((await sessions.endProvided(id, sid)) === 0) continue;
      const account = await accounts.find(id);
      if (account !== null) lost.push(account);
    }
    return lost;
  }

  /** Only the provider's own: of another account it has nothing to say, whatever stands beside its sessions. */
  async #meant(sub: string | null, sid: string | null): Promise<string[]> {
    const { accounts, sessions } = this.#parts;
    if (sub !== null) {
      const id = await accounts.provided.of(sub);
      return id === null ? [] : [id];
    }
    const found: string[] = [];
    for (const id of sid === null ? [] : await sessions.accountsOf(sid))
      if (await accounts.provided.has(id)) found.push(id);
    return found;
  }
}
