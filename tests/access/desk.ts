/** Whoever signs in by the pages, as far as the server sees it: one browser with its cookies, and an app that makes codes. */
import { URI, type TOTP } from 'otpauth';
import { expect } from 'vitest';
import { ORIGIN, PASSWORD, problemOf, request, type Harness, type Reply } from '../api/harness.ts';

export const EMAIL = 'chair@test.example';
export const SCOPE = { room: null, facilities: [], regions: ['west'] };

/** A browser: keeps its cookies. */
export class Desk {
  readonly #h: Harness;
  readonly #cookies = new Map<string, string>();
  constructor(h: Harness) {
    this.#h = h;
  }
  async ask(method: string, path: string, body?: unknown): Promise<Reply> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { origin: ORIGIN, ...(cookie === '' ? {} : { cookie }) };
    const reply = await request(this.#h.app, method, path, body, headers);
    for (const one of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      if (value === '' || /max-age=0/i.test(one)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return reply;
  }
  signIn = (password = PASSWORD, email = EMAIL) =>
    this.ask('POST', '/api/auth/sign-in/email', { email, password });
  copy(name: string): [string, string][] {
    return [...this.#cookies].filter(([one]) => one.endsWith(name));
  }
  /** Brings cookies of another desk along. */
  bring(cookies: readonly [string, string][]): void {
    for (const [name, value] of cookies) this.#cookies.set(name, value);
  }
  code = (code: string) => this.ask('POST', '/api/auth/sign-in/second-factor', { code });
  me = async () => (await this.ask('GET', '/api/v1/me')).status;
}

export async function aChair(h: Harness): Promise<string> {
  const made = await h.app.access.accounts.create({
    email: EMAIL,
    password: PASSWORD,
    role: 'chair',
    scope: { ...SCOPE },
  });
  if (typeof made === 'string') throw new Error(made);
  return made.id;
}

/** Sets up an app of codes for who is signed in at the desk. */
export async function enrol(
  desk: Desk,
): Promise<{ app: TOTP; used: string; recoveryCodes: string[] }> {
  const begun = await desk.ask('POST', '/api/auth/second-factor/codes', { password: PASSWORD });
  expect(begun.status).toBe(200);
  const app = URI.parse((begun.body as { uri: string }).uri) as TOTP;
  const path = '/api/auth/second-factor/codes/confirmation';
  const used = app.generate();
  const confirmed = await desk.ask('POST', path, { code: used });
  expect(confirmed.status).toBe(200);
  return {
    app,
    used,
    recoveryCodes: (confirmed.body as { recoveryCodes: string[] }).recoveryCodes,
  };
}
/** The code of the half minute after this one: holds already, and is not used yet. */
export const nextCode = (app: TOTP) => app.generate({ timestamp: Date.now() + 30_000 });

export const NEEDED = [403, 'SECOND_FACTOR_NEEDED'];
export const told = (reply: Reply) => [reply.status, problemOf(reply).code];
export const stepOf = (reply: Reply) => (reply.body as { step: string }).step;
