/** Better-auth's parts for the second factor, as we use them: codes of an app (RFC 6238) and passkeys (WebAuthn). */
import { isIP } from 'node:net';
import { passkey } from '@better-auth/passkey';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { hashRecoveryCode, isRecoveryHash, newRecoveryCodes } from './recovery-codes.ts';

export interface SecondFactorOptions {
  secret: string;
  /** Origin whose name passkeys are bound to. */
  baseUrl: string;
  trustedOrigins: string[];
}

/** Codes of an app, with recovery codes. */
export function codesOfApp({ secret }: SecondFactorOptions) {
  return twoFactor({
    issuer: 'Spoedkaart',
    // An account that comes by a provider has no password of ours.
    allowPasswordless: true,
    // Wrong codes are counted where wrong passwords are, by place: a lock here would lock a room out.
    accountLockout: { enabled: false },
    backupCodeOptions: {
      customBackupCodesGenerate: newRecoveryCodes,
      // Better-auth's "encrypt" is a hash here: what it compares with is hashed before it gets there.
      storeBackupCodes: {
        encrypt: (json) => Promise.resolve(hashedList(secret, json)),
        decrypt: (kept) => Promise.resolve(kept),
      },
    },
  });
}

export function passkeys({ baseUrl, trustedOrigins }: SecondFactorOptions) {
  return passkey({
    rpName: 'Spoedkaart',
    rpID: relyingParty(baseUrl),
    origin: trustedOrigins,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    registration: {
      afterVerification: ({ verification }) =>
        refuseUnverified(verification.registrationInfo?.userVerified),
    },
    authentication: {
      afterVerification: ({ verification }) =>
        refuseUnverified(verification.authenticationInfo.userVerified),
    },
  });
}

/**
 * When each factor was made and last used, which better-auth does not keep: an owner knows a strange one by it.
 * @param clock milliseconds
 */
export function ages(clock: () => number) {
  const moment = { type: 'date', required: false, input: false } as const;
  return {
    id: 'factor-ages',
    schema: {
      twoFactor: {
        fields: {
          createdAt: { ...moment, defaultValue: () => new Date(clock()) },
          usedAt: moment,
        },
      },
      passkey: { fields: { usedAt: moment } },
    },
  } satisfies BetterAuthPlugin;
}

/** What is left after one was used is hashed already. */
function hashedList(secret: string, json: string): string {
  const codes = JSON.parse(json) as string[];
  return JSON.stringify(
    codes.map((code) => (isRecoveryHash(code) ? code : hashRecoveryCode(secret, code))),
  );
}

/** WebAuthn knows names only, and no addresses. */
function relyingParty(baseUrl: string): string {
  const { hostname } = new URL(baseUrl);
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : 'localhost';
}

/** A passkey stands for two factors only when the device asked for a finger, a face or a PIN. */
function refuseUnverified(verified: boolean | undefined): Promise<void> {
  if (verified === true) return Promise.resolve();
  throw new APIError('UNAUTHORIZED', { message: 'the device did not ask who uses it' });
}
