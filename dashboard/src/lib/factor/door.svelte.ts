/** Signing in by a passkey: among the suggestions of a field, or by a button. One question at a time; browsers allow no more. */
import type { SignInWire } from '#wire/session.ts';
import { askAuth } from '#lib/api/auth.ts';
import type { Answer } from '#lib/api/client.ts';
import { session } from '#lib/session/session.svelte.ts';
import { hasPasskeys, showPasskey, suggestsPasskeys } from './passkey.ts';

/** What the server asks holds for five minutes; it is asked anew before that. */
const OFFER_MS = 4 * 60_000;

export class PasskeyDoor {
  readonly can = hasPasskeys();
  /** The device asks whoever pressed the button. */
  busy = $state(false);
  #asked: AbortController | null = null;
  #offeredAt = -Infinity;
  readonly #onAnswer: (answer: Answer<SignInWire>) => void;

  constructor(onAnswer: (answer: Answer<SignInWire>) => void) {
    this.#onAnswer = onAnswer;
  }

  /** Offers passkeys at the field until the function that it gives back is called. */
  offer(): () => void {
    const again = () => {
      const old = performance.now() - this.#offeredAt >= OFFER_MS;
      if (old && !document.hidden && !this.busy) void this.#suggest();
    };
    again();
    const timer = setInterval(again, OFFER_MS / 4);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
      this.#callOff();
    };
  }

  /** The button. */
  async ask(): Promise<void> {
    const controller = this.#next();
    this.busy = true;
    const answer = await this.#signIn(controller, false);
    this.busy = false;
    // The next suggestion needs a question of its own.
    this.#offeredAt = -Infinity;
    if (answer !== null) this.#onAnswer(answer);
  }

  async #suggest(): Promise<void> {
    this.#offeredAt = performance.now();
    if (!(await suggestsPasskeys()) || this.busy) return;
    const answer = await this.#signIn(this.#next(), true);
    // Whoever chose none wants to hear nothing of it.
    const shown = answer !== null && (answer.ok || answer.problem.status !== 0);
    if (shown) this.#onAnswer(answer);
  }

  /** Null: called off by the page itself. */
  async #signIn(asked: AbortController, suggest: boolean): Promise<Answer<SignInWire> | null> {
    const { signal } = asked;
    const options = await askAuth<Record<string, unknown>>('POST', 'sign-in/passkey-options');
    if (signal.aborted) return null;
    // Nobody asked for a suggestion, so nobody is told that there is none.
    if (!options.ok) return suggest ? null : options;
    const shown = await showPasskey(options.data, { signal, suggest });
    if (signal.aborted) return null;
    return shown.ok ? session.signInByPasskey(shown.data) : shown;
  }

  #next(): AbortController {
    this.#callOff();
    this.#asked = new AbortController();
    return this.#asked;
  }

  #callOff(): void {
    this.#asked?.abort();
    this.#asked = null;
  }
}
