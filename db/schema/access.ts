/**
 * Accounts, sessions and API keys. The first four tables and the names of their properties are those that better-auth asks
 * for; `role`, `scope` and `active` of a user are ours (additionalFields of the auth configuration).
 */
import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

const timestamp = (name: string) => integer(name, { mode: 'timestamp_ms' });

export const user = sqliteTable(
  'user',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull().unique('user_email'),
    emailVerified: integer('email_verified', { mode: 'boolean' }).notNull().default(false),
    image: text('image'),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
    role: text('role').notNull(),
    /** JSON: what the role bears on. */
    scope: text('scope').notNull().default('{}'),
    active: integer('active', { mode: 'boolean' }).notNull().default(true),
    /** It has a second factor, a code or a passkey: a password alone opens no session. */
    twoFactorEnabled: integer('two_factor_enabled', { mode: 'boolean' }).notNull().default(false),
  },
  (t) => [
    check(
      'user_role',
      sql`${t.role} in ('administrator', 'chair', 'dispatcher', 'hospital', 'viewer')`,
    ),
    check('user_scope_json', sql`json_valid(${t.scope})`),
  ],
);

export const session = sqliteTable(
  'session',
  {
    id: text('id').primaryKey(),
    expiresAt: timestamp('expires_at').notNull(),
    token: text('token').notNull().unique('session_token'),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** By what it was opened: password, passkey, provider. */
    way: text('way').notNull().default('password'),
    /** What the provider of sign-in calls its own session by which this one was opened; null where it said nothing of that. */
    providerSid: text('provider_sid'),
  },
  (t) => [index('session_user_id').on(t.userId), index('session_provider_sid').on(t.providerSid)],
);

export const account = sqliteTable(
  'account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: timestamp('access_token_expires_at'),
    refreshTokenExpiresAt: timestamp('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (t) => [
    index('account_user_id').on(t.userId),
    // Whom a provider of sign-in vouches for has one account, however many servers meet him first at once.
    uniqueIndex('account_provided')
      .on(t.providerId, t.accountId)
      .where(sql`${t.providerId} <> 'credential'`),
  ],
);

export const verification = sqliteTable(
  'verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: timestamp('expires_at').notNull(),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (t) => [index('verification_identifier').on(t.identifier)],
);

/** Codes of an app, by better-auth's names: the secret is encrypted with the installation's, recovery codes are keyed hashes. */
export const twoFactor = sqliteTable(
  'two_factor',
  {
    id: text('id').primaryKey(),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** False until its first code was entered. */
    verified: integer('verified', { mode: 'boolean' }).notNull().default(true),
    /** Unused: attempts are counted where all sign-ins are (guesses). */
    failedVerificationCount: integer('failed_verification_count').notNull().default(0),
    lockedUntil: timestamp('locked_until'),
    createdAt: timestamp('created_at'),
    /** When a code of the app or a recovery code was last accepted. */
    usedAt: timestamp('used_at'),
  },
  (t) => [index('two_factor_user_id').on(t.userId)],
);

/** Passkeys (WebAuthn), by better-auth's names: public keys, nothing secret. */
export const passkey = sqliteTable(
  'passkey',
  {
    id: text('id').primaryKey(),
    name: text('name'),
    publicKey: text('public_key').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    credentialID: text('credential_id').notNull().unique('passkey_credential_id'),
    counter: integer('counter').notNull(),
    deviceType: text('device_type').notNull(),
    backedUp: integer('backed_up', { mode: 'boolean' }).notNull(),
    transports: text('transports'),
    createdAt: timestamp('created_at'),
    aaguid: text('aaguid'),
    /** When it last opened a session. */
    usedAt: timestamp('used_at'),
  },
  (t) => [index('passkey_user_id').on(t.userId)],
);

/** Keys of machines. Of the key itself only the SHA-256 and a recognisable beginning are kept. */
export const api_keys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    hash: text('hash').notNull().unique('api_keys_hash'),
    prefix: text('prefix').notNull(),
    role: text('role').notNull().default('machine'),
    scope: text('scope').notNull(),
    created_at: integer('created_at').notNull(),
    expires_at: integer('expires_at').notNull(),
    revoked_at: integer('revoked_at'),
    last_used_at: integer('last_used_at'),
    /** Actor id of who issued it: an account or the system, so no foreign key. */
    created_by: text('created_by').notNull(),
    /** When the key got the secret that it has. */
    rotated_at: integer('rotated_at'),
    /** The secret before it, which holds a while longer. */
    previous_hash: text('previous_hash').unique('api_keys_previous_hash'),
    previous_prefix: text('previous_prefix'),
    previous_until: integer('previous_until'),
  },
  (t) => [
    check('api_keys_hash_length', sql`length(${t.hash}) = 64`),
    check('api_keys_role', sql`${t.role} = 'machine'`),
    check('api_keys_scope_json', sql`json_valid(${t.scope})`),
    check('api_keys_expires_later', sql`${t.expires_at} > ${t.created_at}`),
  ],
);
