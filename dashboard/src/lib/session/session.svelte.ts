/** Who is signed in, and what that person may do: asked of the same table as the server asks. */
import { goto } from '$app/navigation';
import { may, reachOf, type Action, type Principal, type Target } from '#domain/access/table.ts';
import type { Me, Problem, SignInWays, SignInWire } from '#wire/session.ts';
import { askAuth, problemOf } from '#lib/api/auth.ts';
import { api, type Answer } from '#lib/api/client.ts';
import { live } from '#lib/live/live.svelte.ts';
import { Renewal } from './renewal.ts';

export const SIGN_IN = '/sign-in';
/** Where a second factor is set up; whoever must have one comes no further. */
export const SECOND_FACTOR = '/second-factor';
/** The one page of a wall screen; without a sign-in it shows how to get one. */
export const WALL = '/wall';
/** Pages that need nobody signed in. */
export const OPEN_PAGES: readonly string[] = [SIGN_IN, '/first-admin', '/invitation', WALL];

/** The principal that the rights table knows. */
export function principalOf(me: Me): Principal {
  const { room, facilities, regions } = me.scope;
  const organisation =
    room ?? facilities[0] ?? (regions === 'nation' ? null : (regions[0] ?? null));
  return {
    actor: { id: me.id, kind: 'account', role: me.role, organisation },
    role: me.role,
    scope: me.scope,
  };
}

/** Where each role begins. */
export function landingOf(me: Me): string {
  switch (me.role) {
    case 'administrator':
      return '/admin';
    case 'chair': {
      const region = me.scope.regions === 'nation' ? undefined : me.scope.regions[0];
      return region === undefined ? '/map' : `/region/${region}`;
    }
    case 'dispatcher':
      return '/dispatch';
    case 'hospital':
      return '/hospital';
    case 'machine':
      return me.wall === null ? '/map' : WALL;
    case 'viewer':
      return '/map';
  }
}

const NEEDED = 'SECOND_FACTOR_NEEDED';

/** The server gave no answer, or none of its own: nobody knows who is signed in. */
const isUnreachable = ({ status }: Problem) => status === 0 || status >= 500;

class Session {
  me = $state.raw<Me | null>(null);
  principal = $derived(this.me === null ? null : principalOf(this.me));
  /** The last question who is signed in found no server. */
  unreachable = $state(false);
  /** Somebody signed in whose role needs a second factor, and who has none yet. */
  mustSetUp = $state(false);
  /** The password was right, and a second factor is asked. */
  half = $state.raw<{ email: string; ways: NonNullable<SignInWire['ways']> } | null>(null);
  #loaded: Promise<Me | null> | null = null;
  /** Who is signed out meanwhile is told by the answer, as at any question. */
  readonly #renewal = new Renewal(() => void api.get('/me'));

  /** Asks the server once; `again` asks anew. A server that cannot be reached leaves nobody signed in and is asked again. */
  load(again = false): Promise<Me | null> {
    if (again || this.#loaded === null) this.#loaded = this.#ask();
    return this.#loaded;
  }

  async #ask(): Promise<Me | null> {
    const answer = await api.get<Me>('/me');
    this.unreachable = !answer.ok && isUnreachable(answer.problem);
    // Whoever was signed in still is when the server is away.
    if (!this.unreachable) {
      this.me = answer.ok ? answer.data : null;
      this.mustSetUp = !answer.ok && answer.problem.code === NEEDED;
    }
    if (this.me === null) {
      this.#loaded = null;
    } else {
      live.start();
      this.#renewal.start();
    }
    return this.me;
  }

  /** Without a target: whether the role has the action at all. */
  can(action: Action, target?: Target): boolean {
    if (this.principal === null) return false;
    return target === undefined
      ? reachOf(this.principal, action) !== null
      : may(this.principal, action, target) === 'allowed';
  }

  /** Signs in, or comes as far as the step that is left; where that leads, `pageAfter` says. */
  async signIn(email: string, password: string): Promise<Answer<SignInWire>> {
    const answer = await askAuth<SignInWire>('POST', 'sign-in/email', { email, password });
    // What is no address at all belongs to nobody: the same answer as a wrong one.
    if (!answer.ok && answer.problem.code === 'VALIDATION')
      return { ok: false, problem: problemOf('SIGN_IN_REFUSED', 401) };
    return this.#after(answer, email);
  }

  /** The second step: a code of the app, or a recovery code. */
  async showCode(code: string): Promise<Answer<SignInWire>> {
    return this.#after(await askAuth<SignInWire>('POST', 'sign-in/second-factor', { code }));
  }

  /** Signs in by a passkey alone. @param response what the browser showed */
  async signInByPasskey(response: unknown): Promise<Answer<SignInWire>> {
    return this.#after(await askAuth<SignInWire>('POST', 'sign-in/passkey', { response }));
  }

  async #after(answer: Answer<SignInWire>, email?: string): Promise<Answer<SignInWire>> {
    if (!answer.ok) return answer;
    const { step, ways = null } = answer.data;
    this.half = step === 'second-factor' && ways !== null ? { email: email ?? '', ways } : null;
    if (step === 'second-factor') return answer;
    const me = await this.load(true);
    if (me === null && !this.mustSetUp) return { ok: false, problem: problemOf('NETWORK', 0) };
    return answer;
  }

  /** Where one goes on after signing in. @param home where one goes when nothing is left to do */
  pageAfter({ step }: SignInWire, home = '/'): string {
    if (step === 'second-factor') return SIGN_IN;
    return step === 'set-up' ? SECOND_FACTOR : home;
  }

  /** How one can sign in besides by a password; none where the server does not say. */
  async ways(): Promise<SignInWays> {
    const answer = await askAuth<SignInWays>('GET', 'sign-in/ways');
    // A server that is away lets nobody in either way.
    return answer.ok ? answer.data : { provider: null };
  }

  /** Whom a provider vouches for is signed out there too, where the installation says so. */
  async signOut(): Promise<void> {
    const answer = await askAuth<{ farewell?: string | null }>('POST', 'sign-out', {});
    const farewell = answer.ok ? (answer.data.farewell ?? null) : null;
    await this.end();
    if (farewell !== null) location.assign(farewell);
  }

  /** The session is over, by choice or by the server's word. */
  async end(): Promise<void> {
    const screen = this.me !== null && this.me.wall !== null;
    live.stop();
    this.#forget();
    await goto(screen ? WALL : SIGN_IN, { invalidateAll: true });
  }

  /** A second factor became a must for whoever is at work. */
  async leadToSetUp(): Promise<void> {
    live.stop();
    this.#forget();
    this.mustSetUp = true;
    await goto(SECOND_FACTOR, { invalidateAll: true });
  }

  #forget(): void {
    this.#renewal.stop();
    this.me = null;
    this.mustSetUp = false;
    this.half = null;
    this.#loaded = null;
  }
}

export const session = new Session();

const ended = () => {
  if (session.me !== null) void session.end();
};
const needed = () => {
  if (session.me !== null) void session.leadToSetUp();
};
api.onUnauthenticated = ended;
api.onSecondFactorNeeded = needed;
live.onRefused = (code) => {
  if (code === 'FORBIDDEN') ended();
  if (code === NEEDED) needed();
  // Over, or a second factor is missing now: the live side does not say which, so who is signed in is asked once more.
  if (code === 'UNAUTHENTICATED') void api.get('/me').then(ended);
};
