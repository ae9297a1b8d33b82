/** Words of webhooks: what can be told, how a webhook stands, and why an attempt failed. */
import { ENTRY_KINDS, type EntryKind } from '../entries.ts';

/** Kinds that no audience is ever shown (audience/project.ts). */
const NEVER_SHOWN = ['advice-given', 'quality-reported', 'access-changed'] as const;

/** What an entry can be called for an audience: its own kind, or that a hospital's claims changed for a case one may not see. */
export type WebhookType = Exclude<EntryKind, (typeof NEVER_SHOWN)[number]> | 'claims-changed';

/** Types that a webhook can ask for. */
export const WEBHOOK_TYPES: readonly WebhookType[] = [
  ...ENTRY_KINDS.filter(
    (kind): kind is Exclude<EntryKind, (typeof NEVER_SHOWN)[number]> =>
      !(NEVER_SHOWN as readonly EntryKind[]).includes(kind),
  ),
  'claims-changed',
];

/** Type of the message by which a person tries a webhook out; it stands for no entry. */
export const TEST_TYPE = 'webhook-test';

export const WEBHOOK_STATES = [
  'active',
  /** By a person. */
  'paused',
  /** Nothing was delivered for too long. */
  'failing',
  /** The receiver answered that it is gone (410). */
  'gone',
  /** The account or key whose rights it has does not hold any more. */
  'ownerless',
] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** Why an attempt did not deliver; stable words. */
export const ATTEMPT_ERRORS = [
  /** Another status than 2xx. */
  'STATUS',
  /** 3xx: not followed. */
  'REDIRECT',
  /** 410. */
  'GONE',
  'TIMEOUT',
  /** The name was not found. */
  'NAME_NOT_FOUND',
  /** The name leads to an address that may not be spoken to. */
  'ADDRESS_REFUSED',
  /** The certificate is not to be trusted. */
  'CERTIFICATE',
  /** No connection, or it broke off. */
  'CONNECTION',
] as const;
export type AttemptError = (typeof ATTEMPT_ERRORS)[number];

/** Characters of a webhook's name and of its address. */
export const WEBHOOK_NAME_LENGTH = 80;
export const WEBHOOK_URL_LENGTH = 1_000;
/** An installation has at most so many: each holds one connection and one page of the ledger. */
export const MOST_WEBHOOKS = 100;
