/** What the list of webhooks says of each. */
import { HOUR, MINUTE, ms } from '#domain/clock.ts';
import type { Picture } from '#domain/picture.ts';
import type { SentWire, WebhookWire } from '#wire/webhooks.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import { isLive, type Account, type ApiKey } from '../access.ts';

export interface Owner {
  /** `account:ID` or `key:ID`. */
  value: string;
  name: string;
}

/** Accounts and keys that can have a webhook at the moment (milliseconds). */
export function ownersOf(
  accounts: readonly Account[],
  keys: readonly ApiKey[],
  now: number,
): { accounts: Owner[]; keys: Owner[] } {
  return {
    accounts: accounts
      .filter((one) => one.active)
      .map(({ id, email }) => ({ value: `account:${id}`, name: email })),
    keys: keys
      .filter((one) => isLive(one, now))
      .map(({ id, name, prefix }) => ({ value: `key:${id}`, name: `${name} (${prefix}…)` })),
  };
}

export function ownerOf(value: string): WebhookWire['owner'] {
  const colon = value.indexOf(':');
  const kind = value.slice(0, colon) === 'key' ? 'key' : 'account';
  return { kind, id: value.slice(colon + 1) };
}

/** An owner that is gone has its id only. */
export function ownerName(
  { owner }: WebhookWire,
  accounts: readonly Account[],
  keys: readonly ApiKey[],
): string {
  if (owner.kind === 'key') return keys.find((one) => one.id === owner.id)?.name ?? owner.id;
  return accounts.find((one) => one.id === owner.id)?.email ?? owner.id;
}

/** What it asks for, in words. */
export function hears(webhook: WebhookWire, picture: Picture | null, t: Words['webhooks']): string {
  const parts = [
    ...(webhook.types ?? []).map((type) => t.type[type]),
    ...(webhook.regions ?? []).map((id) => picture?.regions[id]?.name ?? id),
    ...(webhook.facilities ?? []).map((id) => picture?.facilities[id]?.shortName ?? id),
  ];
  return parts.length === 0 ? t.everything : parts.join(', ');
}

/** Where messages go, short enough for a row. */
export const hostOf = (url: string): string => URL.parse(url)?.host ?? url;

/** By itself, and waits for somebody. */
export const hasStopped = ({ state }: WebhookWire): boolean =>
  state !== 'active' && state !== 'paused';

/** How a message fared that somebody sent, or that was sent last. */
export function outcome(
  { status, error }: Pick<SentWire, 'status' | 'error'>,
  t: Words['webhooks'],
): string {
  return error === null ? t.arrived(status) : t.outcome(status, t.error[error]);
}

/** How long ago something was, or when, once that is more than a day; `never` when it never was. */
export function since(
  at: string | null,
  now: number,
  format: Format,
  t: Words['webhooks'],
): string {
  if (at === null) return t.never;
  const age = now - ms(at);
  if (age < MINUTE) return t.justNow;
  return age < 24 * HOUR ? t.ago(format.age(at, now)) : format.time(at, now);
}

/** What stands under the state of one that is at work. */
export function trouble(
  webhook: WebhookWire,
  now: number,
  format: Format,
  t: Words['webhooks'],
): string | null {
  const { state, attempts, nextAttemptAt, failingSince } = webhook;
  if (state === 'active' && attempts > 0 && nextAttemptAt !== null)
    return t.retrying(attempts, format.left(nextAttemptAt, now));
  return failingSince === null ? null : t.failingSince(format.time(failingSince, now));
}
