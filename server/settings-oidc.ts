/** Settings of signing in by a provider of one's own (OpenID Connect). A part of settings.ts. */
import { z } from 'zod';
import type { ClaimRule } from './domain/access/claims.ts';

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;
/** Issuers of Microsoft by which anybody's directory signs in, whose groups and roles are anybody's word. */
const EVERYBODYS =
  /^https:\/\/login\.microsoftonline\.[a-z]+\/(?:common|organizations|consumers)(?:\/|$)/;
/** A secret goes to it: in the clear only within the machine. */
const issuerAddress = z
  .url({ protocol: /^https?$/, abort: true })
  .refine(
    (address) => {
      const { protocol, hostname } = new URL(address);
      return protocol === 'https:' || LOOPBACK.test(hostname);
    },
    { error: 'give an address that begins with https://' },
  )
  .refine((address) => !EVERYBODYS.test(address), {
    error: 'name your own directory: by this one everybody in the world signs in',
  });
const yes = z
  .enum(['yes', 'no'], 'give yes or no')
  .transform((word) => word === 'yes')
  .default(false);

export const OIDC_SCHEMA = {
  OIDC_ISSUER: issuerAddress.nullable().default(null),
  OIDC_CLIENT_ID: z.string().max(500).nullable().default(null),
  OIDC_CLIENT_SECRET: z.string().max(2_000).nullable().default(null),
  OIDC_RULES: z.string().max(4_096).nullable().default(null),
  OIDC_SCOPES: z
    .string()
    .regex(
      /^openid(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/,
      'give words with a space between, the first openid',
    )
    .default('openid email profile'),
  OIDC_NAME: z.string().min(1).max(60).nullable().default(null),
  OIDC_LINK: yes,
  OIDC_SIGN_OUT: yes,
  OIDC_SECOND_FACTOR: z
    .string()
    .max(500)
    .regex(/^[^=\s]+=.+$/, 'give a claim and its value, as amr=mfa')
    .nullable()
    .default(null),
};

type Found = { [Name in keyof typeof OIDC_SCHEMA]: z.output<(typeof OIDC_SCHEMA)[Name]> };

export const OIDC_HINTS: Record<keyof Found, string> = {
  OIDC_ISSUER:
    'issuer of a provider of sign-in, with OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_RULES; without one people have passwords here',
  OIDC_CLIENT_ID: 'name by which that provider knows this installation',
  OIDC_CLIENT_SECRET: 'the secret that belongs to it',
  OIDC_RULES: 'file that says which claim gives which role and scope (docs/sign-in-provider.md)',
  OIDC_SCOPES: 'scopes that are asked for; default openid email profile',
  OIDC_NAME: 'what the button says beside “sign in with”; default the host of the issuer',
  OIDC_LINK:
    'yes: who comes by the provider with a verified address that has an account here gets that account; default no',
  OIDC_SIGN_OUT: 'yes: who signs out here is signed out there too; default no',
  OIDC_SECOND_FACTOR:
    'claim and value by which the provider says that it asked a second factor, as amr=mfa: who has a role of SECOND_FACTOR_ROLES does not come in without; default none, the provider is believed',
};

export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** File of the rules from claims to roles. */
  rulesFile: string;
  /** With spaces between. */
  scopes: string;
  /** What the provider is called on the button. */
  name: string;
  /** Whether an account that is here already goes to who comes with its verified address. */
  link: boolean;
  signOutThere: boolean;
  /** What must be said of whoever has a role that needs a second factor; null: the provider asks what it asks. */
  factor: ClaimRule | null;
}

/** Null without a provider; `incomplete` when some of the four that belong together are missing. */
export function oidcOf(found: Found): OidcSettings | null | 'incomplete' {
  const {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_RULES: rulesFile,
  } = found;
  if (issuer === null || clientId === null || clientSecret === null || rulesFile === null)
    return (issuer ?? clientId ?? clientSecret ?? rulesFile) === null ? null : 'incomplete';
  return {
    ...{ issuer, clientId, clientSecret, rulesFile },
    scopes: found.OIDC_SCOPES,
    name: found.OIDC_NAME ?? new URL(issuer).hostname,
    link: found.OIDC_LINK,
    signOutThere: found.OIDC_SIGN_OUT,
    factor: factorOf(found.OIDC_SECOND_FACTOR),
  };
}

function factorOf(said: string | null): ClaimRule | null {
  const [, claim, is] = /^([^=]+)=(.+)$/.exec(said ?? '') ?? [];
  return claim === undefined || is === undefined ? null : { claim, is };
}
