/** Who is signed in, and what that person may do: asked of the same table as the server asks. */
import { goto } from '$app/navigation';
import { may, reachOf, type Action, type Principal, type Target } from '#domain/access/table.ts';
import type { Me, Problem } from '#wire/session.ts';
import { api, type Answer } from '#lib/api/client.ts';
import { live } from '#lib/live/live.svelte.ts';

export const SIGN_IN = '/sign-in';
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

/** The server gave no answer, or none of its own: nobody knows who is signed in. */
const isUnreachable = ({ status }: Problem) => status === 0 || status >= 500;

class Session {
  me = $state.raw<Me | null>(null);
  principal = $derived(this.me === null ? null : principalOf(this.me));
  /** The last question who is signed in found no server. */
  unreachable = $state(false);
  #loaded: Promise<Me | null> | null = null;

  /** Asks the server once; `again` asks anew. A server that cannot be reached leaves nobody signed in and is asked again. */
  load(again = false): Promise<Me | null> {
    if (again || this.#loaded === null) this.#loaded = this.#ask();
    return this.#loaded;
  }

  async #ask(): Promise<Me | null> {
    const answer = await api.get<Me>('/me');
    this.unreachable = !answer.ok && isUnreachable(answer.problem);
    // Whoever was signed in still is when the server is away.
    if (!this.unreachable) this.me = answer.ok ? answer.data : null;
    if (this.me === null) this.#loaded = null;
    else live.start();
    return this.me;
  }

  /** Without a target: whether the role has the action at all. */
  can(action: Action, target?: Target): boolean {
    if (this.principal === null) return false;
    return target === undefined
      ? reachOf(this.principal, action) !== null
      : may(this.principal, action, target) === 'allowed';
  }

  async signIn(email: string, password: string): Promise<Answer<Me>> {
    const refused = await authenticate('sign-in/email', { email, password });
    if (refused !== null) return { ok: false, problem: refused };
    const me = await this.load(true);
    if (me === null) return { ok: false, problem: problemOf('NETWORK', 0) };
    return { ok: true, data: me, etag: null, status: 200 };
  }

  async signOut(): Promise<void> {
    await authenticate('sign-out', {});
    await this.end();
  }

  /** The session is over, by choice or by the server's word. */
  async end(): Promise<void> {
    const screen = this.me !== null && this.me.wall !== null;
    live.stop();
    this.me = null;
    this.#loaded = null;
    await goto(screen ? WALL : SIGN_IN, { invalidateAll: true });
  }
}

function problemOf(code: string, status: number): Problem {
  return { type: 'about:blank', title: code, status, code, detail: null, instance: '/api/auth' };
}

/** The sign-in routes have their own prefix and their own way of saying no. */
async function authenticate(path: string, body: unknown): Promise<Problem | null> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    const said: unknown = await response.json().catch(() => null);
    const code =
      typeof said === 'object' && said !== null && 'code' in said && typeof said.code === 'string'
        ? said.code
        : 'UNEXPECTED';
    // What is no address at all belongs to nobody: the same answer as a wrong one.
    return problemOf(code === 'VALIDATION' ? 'SIGN_IN_REFUSED' : code, response.status);
  } catch {
    return problemOf('NETWORK', 0);
  }
}

export const session = new Session();

const ended = () => {
  if (session.me !== null) void session.end();
};
api.onUnauthenticated = ended;
live.onRefused = (code) => {
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') ended();
};
