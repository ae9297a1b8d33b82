/**
 * Sign-in of people: better-auth with e-mail and password, sessions in the database. Accounts are made by an administrator,
 * never by their owners; failures are counted per account (sign-in-limiter.ts), not per address: a control room has one address.
 */
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError } from 'better-auth/api';
import { broadBrowserOf, browserText } from '#domain/access/browser.ts';
import { cookiePrefix, isSecure } from './cookies.ts';
import { isProvided, providerOf } from './provided.ts';
import { sessionOpening } from './session-opening.ts';
import type { AccountsDatabase } from '../../db/accounts.ts';
import { ages, codesOfApp, passkeys } from './second-factor-plugins.ts';
import { wayOfPath } from './second-factor-rule.ts';

export const AUTH_PATH = '/api/auth';
/** A session ends so long after its last use; a wall display renews it by asking who it is. */
export const SESSION_HOURS = 24;
/** The use of a session is noted at most so often. */
export const SESSION_TOUCH_MINUTES = 5;
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;

export interface AuthOptions {
  database: AccountsDatabase;
  secret: string;
  /** Origin that cookies are made for; https makes them secure. */
  baseUrl: string;
  trustedOrigins: string[];
  /** Of the provider of sign-in; default none. */
  issuer?: string | null;
  /** When an account was made and a session begun, milliseconds; default the machine's. Sessions end by the machine's clock, as the browser's cookies do. */
  clock?: () => number;
  /** Ids of accounts and sessions; default random ones of better-auth. Never what opens a session: that is its token. */
  newId?: () => string;
  /** Told what better-auth finds remarkable; never with a password in it. */
  onRemark?: (level: string, message: string) => void;
}

export function createAuth(options: AuthOptions) {
  const { clock = Date.now, newId } = options;
  const secure = isSecure(options.baseUrl);
  const provider = providerOf(options.issuer ?? null);
  const auth = betterAuth({
    appName: 'Spoedkaart',
    baseURL: options.baseUrl,
    basePath: AUTH_PATH,
    secret: options.secret,
    trustedOrigins: options.trustedOrigins,
    database: drizzleAdapter(options.database.drizzle, {
      provider: options.database.provider,
      schema: options.database.schema,
      transaction: options.database.transaction,
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      revokeSessionsOnPasswordReset: true,
    },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        scope: { type: 'string', required: true, input: false },
        active: { type: 'boolean', required: true, input: false, defaultValue: true },
      },
    },
    session: {
      expiresIn: SESSION_HOURS * 3_600,
      updateAge: SESSION_TOUCH_MINUTES * 60,
      // What wants a fresh proof asks the password itself (api/second-factor.ts).
      freshAge: 0,
      additionalFields: {
        way: { type: 'string', required: false, input: false, defaultValue: 'password' },
        providerSid: { type: 'string', required: false, input: false },
      },
      cookieCache: { enabled: false },
    },
    databaseHooks: {
      user: {
        create: {
          before: (created) => {
            const at = new Date(clock());
            return Promise.resolve({ data: { ...created, createdAt: at, updatedAt: at } });
          },
        },
      },
      session: {
        create: {
          async before(created, request) {
            const context = await auth.$context;
            const found = await context.internalAdapter.findUserById(created.userId);
            if (!isActive(found))
              throw new APIError('UNAUTHORIZED', { message: 'the account is closed' });
            const path = request?.path;
            const way = wayOfPath(path);
            // Whom the provider vouches for comes by it and no other way, or what it takes back would still be here.
            const otherwise = path !== undefined && way !== 'provider';
            if (otherwise && (await isProvided(context, provider, created.userId)))
              throw new APIError('UNAUTHORIZED', {
                message: 'the account signs in by its provider',
              });
            const at = new Date(clock());
            const seen = broadBrowserOf(created.userAgent ?? null);
            return {
              data: {
                ...created,
                createdAt: at,
                updatedAt: at,
                userAgent: browserText(seen),
                way,
              },
            };
          },
        },
      },
    },
    plugins: [codesOfApp(options), passkeys(options), ages(clock), sessionOpening()],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      // Its own prefix for https, `__Secure-`, lets a neighbour under the same domain plant a session.
      useSecureCookies: false,
      cookiePrefix: cookiePrefix(secure),
      defaultCookieAttributes: { secure, path: '/' },
      ipAddress: { disableIpTracking: true },
      ...(newId === undefined ? {} : { database: { generateId: newId } }),
    },
    logger: {
      level: 'warn',
      log: (level, message) => options.onRemark?.(level, message),
    },
  });
  return auth;
}

export type Auth = ReturnType<typeof createAuth>;

function isActive(found: object | null): boolean {
  return found !== null && 'active' in found && found.active === true;
}
