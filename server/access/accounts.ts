/** Accounts of people, made and changed by an administrator. Passwords are better-auth's business. */
import type { AccessEvents } from './events.ts';
import type { Auth } from './auth.ts';
import { accountScopeSchema, PEOPLE_ROLES, type AccountScope, type PeopleRole } from './scope.ts';

export interface AccountRecord {
  id: string;
  email: string;
  role: PeopleRole;
  scope: AccountScope;
  active: boolean;
  /** It has a second factor. */
  secondFactor: boolean;
  createdAt: string;
}

export interface AccountOrder {
  email: string;
  /** Null: nobody can sign in to it until it gets one (invitations.ts). */
  password: string | null;
  role: PeopleRole;
  scope: AccountScope;
}

export interface AccountChange {
  role: PeopleRole;
  scope: AccountScope;
  active: boolean;
  /** Null keeps the password. */
  password: string | null;
}

export type AccountRefusal = 'ACCOUNT_EXISTS' | 'UNKNOWN_ACCOUNT' | 'LAST_ADMINISTRATOR';

const NOBODY: AccountScope = { room: null, facilities: [], regions: [] };
const MOST_LISTED = 5_000;
const CREDENTIAL = 'credential';
const SOURCE = { method: 'email-password' } as const;

export class Accounts {
  readonly #auth: Auth;
  readonly #events: AccessEvents;
  /** One change at a time: two of them must not both find that another administrator is left. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(auth: Auth, events: AccessEvents) {
    this.#auth = auth;
    this.#events = events;
  }

  /** By address. */
  async list(): Promise<AccountRecord[]> {
    const { internalAdapter } = await this.#auth.$context;
    const sortBy = { field: 'email', direction: 'asc' } as const;
    return (await internalAdapter.listUsers(MOST_LISTED, 0, sortBy)).flatMap(
      (row) => record(row) ?? [],
    );
  }

  async find(id: string): Promise<AccountRecord | null> {
    const { internalAdapter } = await this.#auth.$context;
    return record(await internalAdapter.findUserById(id));
  }

  async none(): Promise<boolean> {
    const { internalAdapter } = await this.#auth.$context;
    return (await internalAdapter.countTotalUsers()) === 0;
  }

  create(order: AccountOrder): Promise<AccountRecord | AccountRefusal> {
    return this.#inTurn(async () => {
      const { internalAdapter, password } = await this.#auth.$context;
      const email = order.email.toLowerCase();
      if ((await internalAdapter.findUserByEmail(email)) !== null) return 'ACCOUNT_EXISTS';
      const hashed = order.password === null ? null : await password.hash(order.password);
      const made = await internalAdapter.createUser(
        {
          email,
          // A work account has no person's name: the address says which desk it is.
          name: email,
          emailVerified: true,
          role: order.role,
          scope: JSON.stringify(order.scope),
          active: true,
        },
        SOURCE,
      );
      if (hashed !== null) await this.#giveCredential(made.id, hashed);
      return record(made) ?? 'UNKNOWN_ACCOUNT';
    });
  }

  /** Ends what the account holds open; a closed account or a new password ends its sessions too. */
  change(id: string, change: AccountChange): Promise<AccountRecord | AccountRefusal> {
    return this.#inTurn(async () => {
      const { internalAdapter, password } = await this.#auth.$context;
      const before = await this.find(id);
      if (before === null) return 'UNKNOWN_ACCOUNT';
      const stays = change.role === 'administrator' && change.active;
      if (!stays && (await this.#isLastAdministrator(id))) return 'LAST_ADMINISTRATOR';
      const changed = await internalAdapter.updateUser(id, {
        role: change.role,
        scope: JSON.stringify(change.scope),
        active: change.active,
      });
      if (change.password !== null)
        await this.#setPassword(id, await password.hash(change.password));
      if (!change.active || change.password !== null) await internalAdapter.deleteUserSessions(id);
      this.#events.emit({ what: 'account-changed', account: id });
      return record(changed) ?? 'UNKNOWN_ACCOUNT';
    });
  }

  /** Null when it is gone. */
  remove(id: string): Promise<AccountRefusal | null> {
    return this.#inTurn(async () => {
      const { internalAdapter } = await this.#auth.$context;
      if ((await this.find(id)) === null) return 'UNKNOWN_ACCOUNT';
      if (await this.#isLastAdministrator(id)) return 'LAST_ADMINISTRATOR';
      await internalAdapter.deleteUserSessions(id);
      await internalAdapter.deleteAccounts(id);
      await internalAdapter.deleteUser(id);
      this.#events.emit({ what: 'account-changed', account: id });
      return null;
    });
  }

  /** An account that was invited has no credential yet. */
  async #setPassword(id: string, hashed: string): Promise<void> {
    const { internalAdapter } = await this.#auth.$context;
    const known = await internalAdapter.findAccounts(id);
    if (known.some((one) => one.providerId === CREDENTIAL))
      await internalAdapter.updatePassword(id, hashed);
    else await this.#giveCredential(id, hashed);
  }

  async #giveCredential(id: string, hashed: string): Promise<void> {
    const { internalAdapter } = await this.#auth.$context;
    await internalAdapter.linkAccount({
      userId: id,
      accountId: id,
      providerId: CREDENTIAL,
      password: hashed,
    });
  }

  async #isLastAdministrator(id: string): Promise<boolean> {
    const able = (await this.list()).filter((one) => one.role === 'administrator' && one.active);
    return able.length === 1 && able[0]?.id === id;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

/** A row of better-auth's, checked; null for one that is not an account of ours. */
function record(row: object | null): AccountRecord | null {
  if (row === null) return null;
  const { id, email, role, scope, active, createdAt, twoFactorEnabled } = row as Record<
    string,
    unknown
  >;
  const known = PEOPLE_ROLES.find((one) => one === role);
  if (typeof id !== 'string' || typeof email !== 'string' || known === undefined) return null;
  const parsed = accountScopeSchema.safeParse(JSON.parse(typeof scope === 'string' ? scope : '{}'));
  return {
    id,
    email,
    role: known,
    scope: parsed.success ? parsed.data : NOBODY,
    active: active === true,
    secondFactor: twoFactorEnabled === true,
    createdAt: (createdAt as Date).toISOString(),
  };
}
