/**
 * Slows down who guesses passwords, and locks nobody out who signs in rightly from where they are known
 * (docs/decisions/0011-slowing-down.md). Source of the cookie that names a device: OWASP, "Slow Down Online Guessing Attacks with
 * Device Cookies".
 */
import type { SlowDown } from '#domain/access/slow-down.ts';
import {
  GuessLimiter,
  PLACE_MS,
  type Count,
  type GuessLimiterParts,
  type Turn,
} from './guess-limiter.ts';
import { networkOf, NO_PLACE, type Place } from './place.ts';

const MINUTE = 60_000;
const common = {
  firstWaitMs: 2 * MINUTE,
  longestWaitMs: 15 * MINUTE,
  forgiveMs: 15 * MINUTE,
};

/** Of one account from one device, or from one address. A control room may share an account: many may be under way at once. */
export const PLACE_RULE: SlowDown = { ...common, free: 10, underWay: 20 };
/** Of one account from all places together that it is not known from. */
export const ACCOUNT_RULE: SlowDown = { ...common, free: 20, underWay: 20 };
/** Of one address, whatever the accounts, from which they are not known there. Generous: many may share one. */
export const ADDRESS_RULE: SlowDown = {
  ...{ free: 100, underWay: 100 },
  ...{ firstWaitMs: MINUTE, longestWaitMs: 15 * MINUTE, forgiveMs: MINUTE },
};

const SECOND = 1_000;
/**
 * Questions for a passkey of one address: each leaves a row until it has expired, and nobody needs to be known to ask. Wide, for the
 * sign-in page asks by itself, and a hospital may come by one address. Each counts; a password is not held up by it.
 */
export const PASSKEY_ASKS: SlowDown = {
  ...{ free: 600, underWay: 600 },
  ...{ firstWaitMs: SECOND / 2, longestWaitMs: MINUTE, forgiveMs: SECOND / 2 },
};
/** Answers of one address that no passkey of ours gave. */
export const PASSKEY_GUESSES: SlowDown = {
  ...{ free: 100, underWay: 100 },
  ...{ firstWaitMs: MINUTE / 4, longestWaitMs: MINUTE, forgiveMs: MINUTE / 4 },
};

export class SignInLimiter {
  readonly #parts: GuessLimiterParts;
  readonly #guesses: GuessLimiter;

  constructor(parts: GuessLimiterParts) {
    this.#parts = parts;
    this.#guesses = new GuessLimiter(parts);
  }

  /**
   * To be called before an attempt; `end` or `release` of the turn must follow where it says no wait.
   * @param account its e-mail address, whether there is such an account or not
   */
  async begin(account: string, from: Place = NO_PLACE): Promise<Turn> {
    const name = account.trim().toLowerCase();
    const turn = await this.#guesses.begin(await this.#counts(name, from));
    return {
      ...turn,
      end: async (succeeded) => {
        await turn.end(succeeded);
        if (succeeded) await this.remember(name, from);
      },
    };
  }

  /** Before a browser at an address is given what a passkey is to sign; to be ended as a failure. */
  beginPasskeyAsk(address: string | null): Promise<Turn> {
    return this.#ofAddress('passkey ask', address, PASSKEY_ASKS);
  }

  /** Before what a passkey is said to have signed is checked. */
  beginPasskey(address: string | null): Promise<Turn> {
    return this.#ofAddress('passkey', address, PASSKEY_GUESSES);
  }

  #ofAddress(what: string, address: string | null, rule: SlowDown): Promise<Turn> {
    const name = `${what} address ${networkOf(address)}`;
    return this.#guesses.begin([{ name, rule, outlivesSuccess: true }]);
  }

  /** From a known device only its own failures count, from a known address those made there, from elsewhere everybody's. */
  async #counts(name: string, from: Place): Promise<Count[]> {
    const { store, clock } = this.#parts;
    const account = this.#guesses.hash(`account ${name}`);
    const [device, address] = [this.#device(from), this.#address(from)];
    const places = device === null ? [address] : [device, address];
    const known = await store.knownPlaces(account, places, clock() - PLACE_MS);
    const network = networkOf(from.address);
    if (device !== null && known.includes(device))
      return [{ name: `account ${name} device ${from.device}`, rule: PLACE_RULE }];
    const here: Count = { name: `account ${name} address ${network}`, rule: PLACE_RULE };
    if (known.includes(address)) return [here];
    return [
      here,
      { name: `account ${name} elsewhere`, rule: ACCOUNT_RULE },
      { name: `address ${network}`, rule: ADDRESS_RULE, outlivesSuccess: true },
    ];
  }

  /** The account signed in from there. */
  async remember(email: string, from: Place): Promise<void> {
    const { store, clock } = this.#parts;
    const account = this.#guesses.hash(`account ${email.trim().toLowerCase()}`);
    const device = this.#device(from);
    if (device !== null) await store.rememberPlace(account, device, clock());
    if (from.address !== null) await store.rememberPlace(account, this.#address(from), clock());
  }

  #device({ device }: Place): string | null {
    return device === null ? null : this.#guesses.hash(`device ${device}`);
  }

  #address({ address }: Place): string {
    return this.#guesses.hash(`address ${networkOf(address)}`);
  }
}
