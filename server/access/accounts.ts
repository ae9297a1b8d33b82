/** Accounts of people, made and changed by an administrator. Passwords are better-auth's business. */
import type { AccessEvents } from './events.ts';
import type { Auth } from './auth.ts';
import type { ProvidedAccounts } from './provided.ts';
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

/** Who comes by the provider of sign-in, and what its word gives him here. */
export interface Arrival {
  /** The provider's own name for him. */
  subject: string;
  email: string | null;
  /** The provider says that the address is his. */
  verified: boolean;
  role: PeopleRole;
  scope: AccountScope;
  /** An account that is here already may become his, when the address is. */
  link: boolean;
}
export type Arrived = { account: AccountRecord; became: 'known' | 'created' | 'changed' };
export type ArrivalRefusal =
  'OIDC_ACCOUNT_EXISTS' | 'OIDC_NO_EMAIL' | 'OIDC_CLOSED' | 'OIDC_TOO_EARLY';

export type AccountRefusal =
  'ACCOUNT_EXISTS' | 'UNKNOWN_ACCOUNT' | 'LAST_ADMINISTRATOR' | 'ACCOUNT_PROVIDED';

const NOBODY: AccountScope = { room: null, facilities: [], regions: [] };
const MOST_LISTED = 5_000;
const CREDENTIAL = 'credential';
const SOURCE = { method: 'email-password' } as const;

export class Accounts {
  readonly #auth: Auth;
  readonly #events: AccessEvents;
  /** One change at a time: two of them must not both find that another administrator is left. */
  #turn: Promise<unknown> = Promise.resolve();

  /** Those that come from the provider of sign-in. */
  readonly provided: ProvidedAccounts;

  constructor(auth: Auth, events: AccessEvents, provided: ProvidedAccounts) {
    this.#auth = auth;
    this.#events = events;
    this.provided = provided;
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

  /**
   * Ends what the account holds open; a closed account or a new password ends its sessions too. Of one that comes from the provider
   * of sign-in only whether it may enter is decided here.
   */
  change(id: string, change: AccountChange): Promise<AccountRecord | AccountRefusal> {
    return this.#inTurn(async () => {
      const { internalAdapter, password } = await this.#auth.$context;
      const before = await this.find(id);
      if (before === null) return 'UNKNOWN_ACCOUNT';
      const touched = change.password !== null || !sameRights(before, change);
      if (touched && (await this.provided.has(id))) return 'ACCOUNT_PROVIDED';
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

  /**
   * The account of somebody who comes by the provider: made, taken over or given today's role as need be. A changed one loses what
   * it holds open. What an administrator closed stays closed. Nobody comes before the first administrator, whose account is never
   * the provider's: there is always somebody who can enter without it.
   */
  arrive(one: Arrival): Promise<Arrived | ArrivalRefusal> {
    return this.#inTurn(async () => {
      if ((await this.#ownAdministrators()).length === 0) return 'OIDC_TOO_EARLY';
      const known = await this.#knownArrival(one);
      if (known !== null) return known;
      // Another server may make the same account at this moment: then it is there when one looks again.
      try {
        const first = await this.#firstArrival(one);
        if (first !== 'OIDC_ACCOUNT_EXISTS') return first;
        return (await this.#knownArrival(one)) ?? first;
      } catch (error) {
        const meanwhile = await this.#knownArrival(one);
        if (meanwhile === null) throw error;
        return meanwhile;
      }
    });
  }

  /** Null: he never came before. */
  async #knownArrival(one: Arrival): Promise<Arrived | ArrivalRefusal | null> {
    const id = await this.provided.of(one.subject);
    if (id === null) return null;
    const before = await this.find(id);
    if (before === null || !before.active) return 'OIDC_CLOSED';
    if (sameRights(before, one)) return { account: before, became: 'known' };
    return this.#giveRights(id, one);
  }

  async #firstArrival(one: Arrival): Promise<Arrived | ArrivalRefusal> {
    const { internalAdapter } = await this.#auth.$context;
    const { email, role, verified } = one;
    if (email === null) return 'OIDC_NO_EMAIL';
    const same = record((await internalAdapter.findUserByEmail(email))?.user ?? null);
    if (same === null) {
      const rights = { email, emailVerified: verified, role, scope: JSON.stringify(one.scope) };
      const account = await this.find(await this.provided.make(one.subject, rights));
      return account === null ? 'OIDC_CLOSED' : { account, became: 'created' };
    }
    // Who could take an administrator's account over would have it all, and without one of our own nobody enters without the provider.
    const free = same.role !== 'administrator' && !(await this.provided.has(same.id));
    if (!one.link || !verified || !free) return 'OIDC_ACCOUNT_EXISTS';
    if (!same.active) return 'OIDC_CLOSED';
    await this.provided.take(same.id, one.subject);
    return this.#giveRights(same.id, one);
  }

  async #giveRights(id: string, { role, scope }: Arrival): Promise<Arrived | ArrivalRefusal> {
    const { internalAdapter } = await this.#auth.$context;
    const rights = { role, scope: JSON.stringify(scope) };
    const account = record(await internalAdapter.updateUser(id, rights));
    await this.#endAll(id);
    return account === null ? 'OIDC_CLOSED' : { account, became: 'changed' };
  }

  /**
   * The provider no longer gives him what he had here: what his account holds open ends. Null when nothing of it did.
   * @param unless what it gives him now: who has just that keeps it
   */
  async turnAway(
    subject: string,
    unless: Pick<AccountRecord, 'role' | 'scope'> | null = null,
  ): Promise<AccountRecord | null> {
    const id = await this.provided.of(subject);
    const account = id === null ? null : await this.find(id);
    if (account === null || (unless !== null && sameRights(account, unless))) return null;
    await this.#endAll(account.id);
    return account;
  }

  async #endAll(id: string): Promise<void> {
    const { internalAdapter } = await this.#auth.$context;
    await internalAdapter.deleteUserSessions(id);
    this.#events.emit({ what: 'account-changed', account: id });
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
    const able = await this.#ownAdministrators();
    return able.length === 1 && able[0]?.id === id;
  }

  /** Who can enter and manage without anybody else's word. */
  async #ownAdministrators(): Promise<AccountRecord[]> {
    const provided = await this.provided.ids();
    return (await this.list()).filter(
      (one) => one.role === 'administrator' && one.active && !provided.has(one.id),
    );
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

function sameRights(
  one: Pick<AccountRecord, 'role' | 'scope'>,
  other: Pick<AccountRecord, 'role' | 'scope'>,
): boolean {
  return one.role === other.role && JSON.stringify(one.scope) === JSON.stringify(other.scope);
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
