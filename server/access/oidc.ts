/**
 * Signing in by a provider of one's own: the code flow of OpenID Connect with PKCE, state and nonce, by openid-client, which checks
 * issuer, audience, times and signature of what comes back. What a claim is worth here is the rules' word (domain/access/claims.ts).
 * Sources: OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 9207 (issuer of the answer); RFC 9700 (best current practice).
 */
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import * as client from 'openid-client';
import { joinedClaims, type Claims } from '#domain/access/claims.ts';
import type { OidcSettings } from '../settings-oidc.ts';
import { readLogoutToken, type SignedOutThere } from './logout-token.ts';
import { failureOf, reasonOf, type OidcFailure } from './oidc-failures.ts';
import type { OidcRule } from './oidc-rules.ts';

export type { OidcFailure } from './oidc-failures.ts';

export interface OidcSetUp extends OidcSettings {
  rules: readonly OidcRule[];
  /** Roles whose people must show `factor`. */
  factorRoles: ReadonlySet<string>;
}

/** What a browser keeps between leaving for the provider and coming back. */
export interface KeptForReturn {
  state: string;
  nonce: string;
  verifier: string;
}

/** Told why, in words for the log: never with a token or a claim in them. */
export type OidcRemark = (failure: OidcFailure, reason: string) => void;

/** A provider that does not answer so long is away, seconds. */
const PATIENCE_SECONDS = 4;
/** What a provider says of itself is asked anew after so long, milliseconds: of who comes back, */
const KNOWN_FOR_MS = 3_600_000;
/** and before a browser is sent there, which would show a page of its own where nobody answers. */
const SEEN_WITHIN_MS = 60_000;

export interface OidcParts {
  setUp: OidcSetUp;
  /** Where the provider sends people back to. */
  returnsTo: string;
  /** Milliseconds. */
  clock: () => number;
  onRemark: OidcRemark;
}

export class OidcDoor {
  readonly setUp: OidcSetUp;
  readonly #parts: OidcParts;
  #keysAsked: Promise<JWTVerifyGetKey> | null = null;
  #known: { at: number; said: Promise<client.ServerMetadata> } | null = null;

  constructor(parts: OidcParts) {
    this.#parts = parts;
    this.setUp = parts.setUp;
  }

  /** Where the browser goes, and what it keeps meanwhile. */
  async leave(): Promise<{ url: URL; kept: KeptForReturn } | OidcFailure> {
    try {
      const provider = await this.#provider(SEEN_WITHIN_MS);
      const kept = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const { scopes, factor } = this.setUp;
      const url = client.buildAuthorizationUrl(provider, {
        redirect_uri: this.#parts.returnsTo,
        scope: scopes,
        ...(factor?.claim === 'acr' ? { acr_values: factor.is } : {}),
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
      });
      return { url, kept };
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** What the provider says of who came back. `search`: the query he came with. */
  async comeBack(search: string, kept: KeptForReturn): Promise<{ claims: Claims } | OidcFailure> {
    try {
      const provider = await this.#provider();
      const url = new URL(this.#parts.returnsTo);
      url.search = search;
      const tokens = await client.authorizationCodeGrant(provider, url, {
        pkceCodeVerifier: kept.verifier,
        expectedState: kept.state,
        expectedNonce: kept.nonce,
        idTokenExpected: true,
      });
      const told = tokens.claims();
      if (told === undefined) return 'OIDC_FAILED';
      const more =
        provider.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await client.fetchUserInfo(provider, tokens.access_token, told.sub);
      return { claims: joinedClaims(told, more) };
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Where who signed out here is signed out there; null when he is not to be, or the provider has no such place. */
  async farewell(backTo: string): Promise<string | null> {
    if (!this.setUp.signOutThere) return null;
    try {
      const provider = await this.#provider(SEEN_WITHIN_MS);
      if (provider.serverMetadata().end_session_endpoint === undefined) return null;
      return client.buildEndSessionUrl(provider, { post_logout_redirect_uri: backTo }).href;
    } catch {
      // Who is signed out here is signed out here.
      return null;
    }
  }

  /** Who signed out there, by the token that the provider sent; or why it is not believed, with a reason for the log. */
  async signedOut(
    token: string,
  ): Promise<SignedOutThere | { failure: OidcFailure; reason: string }> {
    try {
      const said = await this.#said(KNOWN_FOR_MS);
      return await readLogoutToken(token, {
        issuer: said.issuer,
        clientId: this.setUp.clientId,
        algorithms: said.id_token_signing_alg_values_supported,
        keys: () => this.#signingKeys(said),
      });
    } catch (error) {
      return { failure: failureOf(error), reason: reasonOf(error) };
    }
  }

  /** Fetched for each token, as for each coming back, but once for all that come at the same time. */
  #signingKeys({ jwks_uri: address = '' }: client.ServerMetadata): Promise<JWTVerifyGetKey> {
    if (!address.startsWith('https:') && !this.setUp.issuer.startsWith('http:'))
      throw new Error('the keys of the provider would be asked in the clear');
    const asked = (this.#keysAsked ??= fetchKeys(address).finally(() => {
      this.#keysAsked = null;
    }));
    return asked;
  }

  /** With keys of its own: they are fetched at each coming back, so one that the provider has put away opens nothing any more. */
  async #provider(knownForMs = KNOWN_FOR_MS): Promise<client.Configuration> {
    const { clientId, clientSecret } = this.setUp;
    const said = await this.#said(knownForMs);
    const { token_endpoint_auth_methods_supported: ways = ['client_secret_basic'] } = said;
    const proof = ways.includes('client_secret_basic')
      ? client.ClientSecretBasic(clientSecret)
      : client.ClientSecretPost(clientSecret);
    const provider = new client.Configuration(said, clientId, clientSecret, proof);
    provider.timeout = PATIENCE_SECONDS;
    for (const rule of this.#rules()) rule(provider);
    client.enableNonRepudiationChecks(provider);
    return provider;
  }

  /** What it says of itself, asked once for all who come at the same time; one that was away is asked again by the next. */
  #said(knownForMs: number): Promise<client.ServerMetadata> {
    const now = this.#parts.clock();
    const known = this.#known;
    if (known !== null && Math.abs(now - known.at) < knownForMs) return known.said;
    const { issuer, clientId } = this.setUp;
    const said = client
      .discovery(new URL(issuer), clientId, undefined, client.None(), {
        ...{ timeout: PATIENCE_SECONDS, execute: this.#rules() },
      })
      .then((found) => ({ ...found.serverMetadata() }));
    const asked = { at: now, said };
    this.#known = asked;
    said.catch(() => {
      if (this.#known === asked) this.#known = null;
    });
    return said;
  }

  /** In the clear only where the settings have let that pass: within the machine. */
  #rules(): ((provider: client.Configuration) => void)[] {
    return this.setUp.issuer.startsWith('http:') ? [client.allowInsecureRequests] : [];
  }

  #failed(error: unknown): OidcFailure {
    const failure = failureOf(error);
    this.#parts.onRemark(failure, reasonOf(error));
    return failure;
  }
}

/** @throws the answer when it is none of keys */
async function fetchKeys(address: string): Promise<JWTVerifyGetKey> {
  const answer = await fetch(address, {
    redirect: 'manual',
    headers: { accept: 'application/json, application/jwk-set+json' },
    signal: AbortSignal.timeout(PATIENCE_SECONDS * 1_000),
  });
  if (!answer.ok) throw new Error('no keys', { cause: answer });
  return createLocalJWKSet((await answer.json()) as JSONWebKeySet);
}
