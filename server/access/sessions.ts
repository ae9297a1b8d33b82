/** Open sessions of an account: to look at, and to end. What an ended one holds open ends with it, on every server. */
import { keptBrowser, type BroadBrowser } from '#domain/access/browser.ts';
import { iso } from '#domain/clock.ts';
import type { Auth } from './auth.ts';
import type { AccessEvents } from './events.ts';

/** A control room may share an account; more are not told at once. */
const MOST_LISTED = 1_000;

export interface OpenSession extends BroadBrowser {
  id: string;
  /** ISO times. A use is noted at most once in `SESSION_TOUCH_MINUTES`. */
  begunAt: string;
  usedAt: string;
  expiresAt: string;
}

interface SessionRow {
  id: string;
  token: string;
  createdAt: Date;
  updatedAt: Date;
  expiresAt: Date;
  userAgent: string | null;
  providerSid?: string | null;
}

export class Sessions {
  readonly #auth: Auth;
  readonly #events: AccessEvents;

  constructor(auth: Auth, events: AccessEvents) {
    this.#auth = auth;
    this.#events = events;
  }

  /** Those that hold now, the last used first. */
  async list(account: string): Promise<OpenSession[]> {
    return (await this.#rows(account)).map((row) => ({
      id: row.id,
      begunAt: iso(row.createdAt.getTime()),
      usedAt: iso(row.updatedAt.getTime()),
      expiresAt: iso(row.expiresAt.getTime()),
      ...keptBrowser(row.userAgent),
    }));
  }

  /** False where the account has no such session. */
  async end(account: string, session: string): Promise<boolean> {
    const found = (await this.#rows(account)).filter(({ id }) => id === session);
    await this.#endAll(found);
    return found.length > 0;
  }

  /** Ends all of the account but one. @returns how many there were. */
  async endOthers(account: string, keep: string | null): Promise<number> {
    const others = (await this.#rows(account)).filter(({ id }) => id !== keep);
    await this.#endAll(others);
    return others.length;
  }

  /**
   * Ends those of an account that comes by the provider which this one calls so (null: all); those too of which it said no name
   * when they were opened, for they may be it. @returns how many there were
   */
  async endProvided(account: string, sid: string | null): Promise<number> {
    const meant = (await this.#rows(account)).filter(
      ({ providerSid = null }) => sid === null || providerSid === null || providerSid === sid,
    );
    await this.#endAll(meant);
    return meant.length;
  }

  /** Accounts that have a session which the provider calls so. */
  async accountsOf(sid: string): Promise<string[]> {
    const { adapter } = await this.#auth.$context;
    const rows = await adapter.findMany<{ userId: string }>({
      model: 'session',
      where: [{ field: 'providerSid', value: sid }],
      limit: MOST_LISTED,
    });
    return [...new Set(rows.map(({ userId }) => userId))];
  }

  async #endAll(rows: readonly SessionRow[]): Promise<void> {
    const { internalAdapter } = await this.#auth.$context;
    for (const { id, token } of rows) {
      await internalAdapter.deleteSession(token);
      this.#events.emit({ what: 'session-ended', session: id });
    }
  }

  async #rows(account: string): Promise<SessionRow[]> {
    const { adapter } = await this.#auth.$context;
    return adapter.findMany<SessionRow>({
      model: 'session',
      where: [
        { field: 'userId', value: account },
        { field: 'expiresAt', operator: 'gt', value: new Date() },
      ],
      sortBy: { field: 'updatedAt', direction: 'desc' },
      limit: MOST_LISTED,
    });
  }
}
