/** Codes for when the phone is gone: made by chance, shown once, kept as keyed hashes, used once each. */
import { createHmac, randomInt } from 'node:crypto';

export const RECOVERY_CODES = 10;
/** Without what is read as something else (0 and o, 1 and l and i). */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
/** 12 of 31 letters: 59 bits. */
const GROUPS = 3;
const GROUP = 4;
const HASH = /^hmac:[0-9a-f]{64}$/;

/** As they are written down: `abcd-efgh-jkmn`. */
export function newRecoveryCodes(): string[] {
  const group = () =>
    Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: GROUPS }, group).join('-'),
  );
}

/** Of a code as somebody types it: capitals, spaces and hyphens make no other one. */
export function hashRecoveryCode(secret: string, code: string): string {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  const hash = createHmac('sha256', secret).update(`recovery code ${plain}`).digest('hex');
  return `hmac:${hash}`;
}

export const isRecoveryHash = (text: string): boolean => HASH.test(text);
