/**
 * The second factor of an account: codes of an app with recovery codes (TOTP), passkeys, or both. Better-auth keeps them; here is
 * what an account has, how a code is checked, and how a lost one is removed. `twoFactorEnabled` of an account means that it has any.
 */
import type { PeopleRole } from '#domain/access/table.ts';
import { iso } from '#domain/clock.ts';
import type { FactorAge, SecondFactorWire } from '#wire/session.ts';
import type { Auth } from './auth.ts';
import type { AccessEvents } from './events.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import type { Sessions } from './sessions.ts';
import type { UsedCodes } from './used-codes.ts';

export const MOST_PASSKEYS = 20;
/** Wrong codes after one right password, until it is asked again; better-auth's own number. */
const MOST_TRIES = 5;
/** Six digits of the app; anything else is a recovery code. */
const APP_CODE = /^\d{6}$/;

interface PasskeyRow {
  id: string;
  name: string | null;
  createdAt: Date | null;
  usedAt: Date | null;
}
interface CodesRow {
  id: string;
  backupCodes: string;
  createdAt: Date | null;
  usedAt: Date | null;
}

/** What is asked after a right password. */
export interface Ways {
  codes: boolean;
  passkey: boolean;
}

export interface SecondFactorParts {
  auth: Auth;
  events: AccessEvents;
  sessions: Sessions;
  used: UsedCodes;
  /** Of the installation. */
  secret: string;
  /** Roles whose people must have one. */
  mustHave: ReadonlySet<PeopleRole>;
  /** Milliseconds. */
  clock: () => number;
}

export class SecondFactor {
  readonly #parts: SecondFactorParts;

  constructor(parts: SecondFactorParts) {
    this.#parts = parts;
  }

  /** Roles whose people must have one. */
  get roles(): PeopleRole[] {
    return [...this.#parts.mustHave];
  }

  async stateOf(account: string, role: string): Promise<Omit<SecondFactorWire, 'email'>> {
    const [codes, passkeys, password] = await Promise.all([
      this.#codes(account),
      this.#passkeys(account),
      this.passwordOf(account),
    ]);
    return {
      required: this.roles.some((one) => one === role),
      codes: codes === null ? null : ageOf(codes),
      recoveryCodes: codes === null ? 0 : (JSON.parse(codes.backupCodes) as string[]).length,
      password: password !== null,
      passkeys: passkeys.map(({ id, name, ...age }) => ({ id, name: name ?? '', ...ageOf(age) })),
    };
  }

  async waysOf(account: string): Promise<Ways> {
    const [codes, passkeys] = await Promise.all([this.#codes(account), this.#passkeys(account)]);
    return { codes: codes !== null, passkey: passkeys.length > 0 };
  }

  /** Hash of the account's password; null where it signs in otherwise. */
  async passwordOf(account: string): Promise<string | null> {
    const { internalAdapter } = await this.#parts.auth.$context;
    const known = await internalAdapter.findAccounts(account);
    return known.find((one) => one.providerId === 'credential')?.password ?? null;
  }

  /**
   * A code of the app or a recovery code, each good for once; who shows it stands in the headers: a session, or the challenge after
   * a right password, for which the answer opens one.
   */
  async check(account: string, typed: string, headers: Headers): Promise<Response> {
    const { auth, used, secret } = this.#parts;
    const code = typed.replace(/\s/g, '');
    if (!APP_CODE.test(code)) {
      const body = { code: hashRecoveryCode(secret, code) };
      const answer = await auth.api.verifyBackupCode({ body, headers, asResponse: true });
      if (answer.ok) await this.#used('twoFactor', 'userId', account);
      return answer;
    }
    if (!(await used.take(account, code))) return new Response(null, { status: 401 });
    const answer = await auth.api.verifyTOTP({ body: { code }, headers, asResponse: true });
    if (answer.ok) await this.#used('twoFactor', 'userId', account);
    else await used.giveBack(account, code);
    return answer;
  }

  /** Tries that are left after a wrong code, before the password is asked again. @param challenge of the sign-in under way */
  async triesLeft(challenge: string): Promise<number> {
    const { internalAdapter } = await this.#parts.auth.$context;
    const kept = await internalAdapter.findVerificationValue(`2fa-attempts-${challenge}`);
    return kept === null ? 0 : Math.max(0, MOST_TRIES - Number(kept.value));
  }

  /** A passkey opened a session. @param credential its id as the browser knows it */
  async passkeyUsed(credential: string): Promise<void> {
    await this.#used('passkey', 'credentialID', credential);
  }

  /** New recovery codes, to be shown once; those before are none any more. @throws when the account has no codes of an app */
  async renewRecoveryCodes(account: string): Promise<string[]> {
    const { adapter } = await this.#parts.auth.$context;
    const row = await this.#codes(account);
    if (row === null) throw new Error(`account ${account} has no codes`);
    const fresh = newRecoveryCodes();
    const backupCodes = JSON.stringify(
      fresh.map((code) => hashRecoveryCode(this.#parts.secret, code)),
    );
    const where = [{ field: 'id', value: row.id }];
    await adapter.update({ model: 'twoFactor', where, update: { backupCodes } });
    return fresh;
  }

  async removeCodes(account: string): Promise<void> {
    const { adapter } = await this.#parts.auth.$context;
    await adapter.deleteMany({ model: 'twoFactor', where: [{ field: 'userId', value: account }] });
    await this.#changed(account);
  }

  /** False where the account has no such passkey. */
  async removePasskey(account: string, id: string): Promise<boolean> {
    return this.#atPasskey(account, id, async (adapter, where) => {
      await adapter.deleteMany({ model: 'passkey', where });
      await this.#changed(account);
    });
  }

  /** False where the account has no such passkey. */
  async namePasskey(account: string, id: string, name: string): Promise<boolean> {
    return this.#atPasskey(account, id, async (adapter, where) => {
      await adapter.update({ model: 'passkey', where, update: { name } });
    });
  }

  /**
   * Adds a factor. With the first one all sessions but the one at work end: they were opened by a password alone.
   * @param keep id of the session at work
   */
  async adding<T>(account: string, keep: string | null, add: () => Promise<T>): Promise<T> {
    const { sessions } = this.#parts;
    const { codes, passkey } = await this.waysOf(account);
    const before = codes || passkey ? [] : await sessions.list(account);
    const added = await add();
    await this.#changed(account);
    for (const { id } of before) if (id !== keep) await sessions.end(account, id);
    return added;
  }

  /** Removes all that the account has, and ends its sessions: whoever found the phone is out. */
  async remove(account: string): Promise<void> {
    const { adapter } = await this.#parts.auth.$context;
    const where = [{ field: 'userId', value: account }];
    await adapter.deleteMany({ model: 'twoFactor', where });
    await adapter.deleteMany({ model: 'passkey', where });
    await this.#parts.sessions.endOthers(account, null);
    await this.#changed(account);
  }

  async #used(model: string, field: string, value: string): Promise<void> {
    const { adapter } = await this.#parts.auth.$context;
    const update = { usedAt: new Date(this.#parts.clock()) };
    await adapter.update({ model, where: [{ field, value }], update });
  }

  /** Whatever the account holds open is asked about again. */
  async #changed(account: string): Promise<void> {
    const { internalAdapter } = await this.#parts.auth.$context;
    const { codes, passkey } = await this.waysOf(account);
    await internalAdapter.updateUser(account, { twoFactorEnabled: codes || passkey });
    this.#parts.events.emit({ what: 'factor-changed', account });
  }

  /** Codes of an app that are set up and were entered once; null where there are none. */
  async #codes(account: string): Promise<CodesRow | null> {
    const { adapter } = await this.#parts.auth.$context;
    const where = [
      { field: 'userId', value: account },
      { field: 'verified', value: true },
    ];
    return adapter.findOne<CodesRow>({ model: 'twoFactor', where });
  }

  async #passkeys(account: string): Promise<PasskeyRow[]> {
    const { adapter } = await this.#parts.auth.$context;
    return adapter.findMany<PasskeyRow>({
      model: 'passkey',
      where: [{ field: 'userId', value: account }],
      sortBy: { field: 'createdAt', direction: 'asc' },
      limit: MOST_PASSKEYS,
    });
  }

  async #atPasskey(
    account: string,
    id: string,
    act: (adapter: Adapter, where: { field: string; value: string }[]) => Promise<void>,
  ): Promise<boolean> {
    const { adapter } = await this.#parts.auth.$context;
    const where = [
      { field: 'id', value: id },
      { field: 'userId', value: account },
    ];
    if ((await adapter.count({ model: 'passkey', where })) === 0) return false;
    await act(adapter, where);
    return true;
  }
}

const ageOf = ({
  createdAt,
  usedAt,
}: {
  createdAt: Date | null;
  usedAt: Date | null;
}): FactorAge => ({
  createdAt: createdAt === null ? null : iso(createdAt.getTime()),
  usedAt: usedAt === null ? null : iso(usedAt.getTime()),
});

type Adapter = Awaited<Auth['$context']>['adapter'];
