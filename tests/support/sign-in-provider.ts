/**
 * A provider of sign-in on a port of its own (oidc-provider, certified for OpenID Connect), with a page of sign-in that asks for
 * nothing but who one is, and hands to break it: away, other keys, ID tokens that say something else than they should.
 */
import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Provider, { type Configuration } from 'oidc-provider';

export const CLIENT = { id: 'spoedkaart', secret: 'what the provider and we know' };
export const RETURN_PATH = '/api/auth/oidc/return';

/** What it says of somebody, besides `sub`. */
export type Said = Record<string, unknown>;
interface Key {
  id: string;
  secret: KeyObject;
}

export class TestProvider {
  /** By subject: who can sign in here. */
  readonly people = new Map<string, Said>();
  /** Nobody answers. */
  away = false;
  /** It answers that it cannot. */
  failing = false;
  /** What it says of itself stands under `/realm` too, where it is another. */
  elsewhere = false;
  /** Tampered ID tokens come without a signature. */
  unsigned = false;
  /** Changes each ID token, which is signed anew. */
  tamper: ((claims: Said) => Said) | null = null;
  /** The key that tampered ID tokens are signed with; default the provider's own. */
  foreignKey: KeyObject | null = null;
  /** It says in ID tokens, and of who signs out, which of his sessions it is. */
  #namesSessions = true;
  /** Where it tells of who signed out; default nowhere. @returns the status of the answer */
  tellSignOut: (form: string) => Promise<number> = () => Promise.resolve(204);
  /** What it sent there. */
  readonly signOuts: string[] = [];
  /** Cookies of the browsers that were here, the last of each person. */
  readonly #jars = new Map<string, Map<string, string>>();
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #origins: string[];
  #key: Key = newKey();
  #provider: Provider;

  private constructor(server: Server, origins: string[]) {
    this.#server = server;
    this.#origins = origins;
    this.#provider = this.#made();
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  /** @param origins that people are sent back to. */
  static async start(...origins: string[]): Promise<TestProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TestProvider(server, origins);
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get signingKey(): KeyObject {
    return this.#key.secret;
  }

  /** Signs with another key from now on; the one before is put away. */
  rotateKeys(): void {
    this.#key = newKey();
    this.#provider = this.#made();
  }

  /** From now on it says of no session which it is. */
  namesNoSessions(): void {
    this.#namesSessions = false;
    this.#provider = this.#made();
  }

  /** One more origin that people are sent back to. */
  sendBackTo(origin: string): void {
    this.#origins.push(origin);
    this.#provider = this.#made();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /**
   * A person at a browser, from where we send him to where he is sent back to.
   * @param subject who he is; null: he breaks off.
   */
  async visit(from: string, subject: string | null): Promise<URL> {
    const jar = new Map<string, string>();
    if (subject !== null) this.#jars.set(subject, jar);
    const go = (url: URL, form?: Record<string, string>) => browse(jar, url, form);
    let url = new URL(from);
    let answer = await go(url);
    for (let steps = 0; steps < 10; steps += 1) {
      const to = answer.headers.get('location');
      if (to !== null) {
        url = new URL(to, url);
        if (url.origin !== this.issuer) return url;
        answer = await go(url);
      } else if (url.pathname.startsWith('/interaction/'))
        answer = await go(url, subject === null ? { deny: 'yes' } : { subject });
      else break;
    }
    throw new Error(`the provider ends at ${url.pathname}: ${await answer.text()}`);
  }

  /** Signs out the last browser of this one here, at its own page; everybody whom he went to from it is told. */
  async signOut(subject: string): Promise<void> {
    const jar = this.#jars.get(subject) ?? new Map<string, string>();
    const page = await (await browse(jar, new URL('/session/end', this.issuer))).text();
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
    await browse(jar, new URL('/session/end/confirm', this.issuer), { xsrf, logout: 'yes' });
  }

  /** A token of its own making that says this; signed by its key unless another is given. */
  token(claims: Said, header: Said = {}, key: KeyObject | null = this.#key.secret): string {
    const signed = `${base64({ alg: 'RS256', kid: this.#key.id, typ: 'logout+jwt', ...header })}.${base64(claims)}`;
    const signature = key === null ? '' : signedBy(key, signed);
    return `${signed}.${signature}`;
  }

  async #sent(init: RequestInit | undefined): Promise<Response> {
    const form = await new Response(init?.body ?? '').text();
    this.signOuts.push(form);
    return new Response(null, { status: await this.tellSignOut(form) });
  }

  #made(): Provider {
    const { secret, id } = this.#key;
    const settings: Configuration = {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: this.#origins.map((origin) => `${origin}${RETURN_PATH}`),
          backchannel_logout_uri: `${this.#origins[0]}/api/auth/oidc/backchannel-logout`,
          backchannel_logout_session_required: this.#namesSessions,
          post_logout_redirect_uris: this.#origins.map((origin) => `${origin}/sign-in`),
        },
      ],
      jwks: { keys: [{ ...secret.export({ format: 'jwk' }), kid: id, use: 'sig' }] },
      cookies: { keys: ['of the provider in the tests'] },
      pkce: { required: () => true },
      // Seconds; its own are as good, and it would say of each that nobody chose them.
      ttl: { AccessToken: 600, Grant: 3_600, IdToken: 600, Interaction: 600, Session: 3_600 },
      claims: {
        email: ['email', 'email_verified'],
        profile: ['preferred_username'],
        roles: ['roles', 'realm_access', 'acr', 'amr'],
      },
      scopes: ['openid', 'email', 'profile', 'roles'],
      // As most providers do: what is asked for stands in the ID token.
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
      // It would send to no address of this machine itself.
      fetch: (_address, init) => this.#sent(init),
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, subject) => ({
        accountId: subject,
        claims: () => ({ ...this.people.get(subject), sub: subject }),
      }),
      async loadExistingGrant({ oidc }) {
        const { provider, client, session } = oidc;
        const grant = new provider.Grant({
          ...(client === undefined ? {} : { clientId: client.clientId }),
          ...(session?.accountId === undefined ? {} : { accountId: session.accountId }),
        });
        grant.addOIDCScope('openid email profile roles');
        await grant.save();
        return grant;
      },
    };
    return new Provider(this.issuer, settings);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.issuer).pathname;
    this.asked.push(path);
    if (this.away) return void request.socket.destroy();
    if (this.failing) return void response.writeHead(503).end();
    if (this.elsewhere) request.url = request.url?.replace('/realm', '');
    if (path.startsWith('/interaction/')) return this.#interact(request, response);
    if (path === '/token' && this.tamper !== null) this.#change(response, this.tamper);
    await this.#provider.callback()(request, response);
  }

  async #interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(SIGN_IN_PAGE);
      return;
    }
    const form = new URLSearchParams(await text(request));
    const subject = form.get('subject');
    await this.#provider.interactionFinished(
      request,
      response,
      subject === null
        ? { error: 'access_denied', error_description: 'broken off' }
        : { login: { accountId: subject } },
    );
  }

  #change(response: ServerResponse, tamper: (claims: Said) => Said): void {
    const end = response.end.bind(response) as (body: string) => ServerResponse;
    const changed = (body: unknown) => {
      const said = JSON.parse(String(body)) as { id_token?: string };
      const [head = '', claims = ''] = said.id_token?.split('.') ?? [];
      const told = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Said;
      const header = this.unsigned ? base64({ alg: 'none' }) : head;
      const signed = `${header}.${base64(tamper(told))}`;
      const key = this.foreignKey ?? this.#key.secret;
      const signature = this.unsigned ? '' : signedBy(key, signed);
      const answer = JSON.stringify({ ...said, id_token: `${signed}.${signature}` });
      response.setHeader('content-length', Buffer.byteLength(answer));
      return end(answer);
    };
    response.end = changed;
  }
}

async function browse(
  jar: Map<string, string>,
  url: URL,
  form?: Record<string, string>,
): Promise<Response> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(url, {
    redirect: 'manual',
    headers: { cookie },
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  });
  for (const one of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
    jar.set(name, value);
  }
  return answer;
}

/** With a key of two by RSA, with a secret by HMAC. */
function signedBy(key: KeyObject, text: string): string {
  return key.type === 'secret'
    ? createHmac('sha256', key).update(text).digest('base64url')
    : sign('RSA-SHA256', Buffer.from(text), key).toString('base64url');
}

/** A pair of keys of somebody else. */
export function anotherKey(): KeyObject {
  return newKey().secret;
}

function newKey(): Key {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { id: n.slice(0, 12), secret: privateKey };
}

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const SIGN_IN_PAGE = `<!doctype html><html lang="nl"><meta charset="utf-8"><title>Ziekenhuis</title>
<form method="post"><label>Wie bent u? <input name="subject"></label><button>Verder</button></form></html>`;
