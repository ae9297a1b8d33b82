/** People of simulated hospitals who tap their figures: each signs in once, as in a browser, and goes on with the cookie. */
export interface Person {
  email: string;
  password: string;
}

export interface SessionsParts {
  /** Address of the server without path; the origin that the browser would name. */
  server: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** By facility. */
  people: Record<string, Person>;
}

export class Sessions {
  readonly #parts: SessionsParts;
  /** By e-mail: one person may tap for several hospitals. */
  readonly #cookies = new Map<string, Promise<string | null>>();

  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  /** Headers by which the facility's person is known; null where there is nobody, or they were not let in. */
  async of(facility: string): Promise<Record<string, string> | null> {
    const person = this.#parts.people[facility];
    if (person === undefined) return null;
    const known = this.#cookies.get(person.email) ?? this.#signIn(person);
    this.#cookies.set(person.email, known);
    const cookie = await known;
    if (cookie === null) this.#cookies.delete(person.email);
    return cookie === null ? null : { cookie, origin: this.#parts.server };
  }

  /** The session ended: the next time they sign in again. */
  forget(facility: string): void {
    this.#cookies.delete(this.#parts.people[facility]?.email ?? '');
  }

  async #signIn(person: Person): Promise<string | null> {
    const { server, fetch } = this.#parts;
    try {
      const answer = await fetch(`${server}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server },
        body: JSON.stringify(person),
      });
      await answer.arrayBuffer();
      const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
      return answer.ok && cookies.length > 0 ? cookies.join('; ') : null;
    } catch {
      return null;
    }
  }
}
