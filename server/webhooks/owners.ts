/** Whose rights a webhook has. Remembered for some seconds: a webhook in full flow asks at every message. */
import type { Principal } from '#domain/access/table.ts';
import { may } from '#domain/access/table.ts';
import type { StoredWebhook } from '../../db/webhooks.ts';

type Owner = StoredWebhook['owner'];

/** As long as a key is believed (access/keys.ts). A change that this server hears of holds at once. */
const REMEMBERED_MS = 5_000;

export class Owners {
  readonly #ask: (owner: Owner) => Promise<Principal | null>;
  readonly #clock: () => number;
  readonly #known = new Map<string, { principal: Principal | null; until: number }>();

  constructor(ask: (owner: Owner) => Promise<Principal | null>, clock: () => number) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** Null when the account or key does not hold, or may not follow what happens. */
  async of({ owner }: Pick<StoredWebhook, 'owner'>): Promise<Principal | null> {
    const name = `${owner.kind} ${owner.id}`;
    const now = this.#clock();
    const known = this.#known.get(name);
    if (known !== undefined && known.until > now) return known.principal;
    const found = await this.#ask(owner);
    const follows = found !== null && may(found, 'live.follow') === 'allowed';
    const principal = follows ? found : null;
    this.#known.set(name, { principal, until: now + REMEMBERED_MS });
    return principal;
  }

  forget(): void {
    this.#known.clear();
  }
}
