/** Shapes of the webhooks' routes. */
import { z } from '@hono/zod-openapi';
import { idSchema } from '#domain/cases/commands.ts';
import type { WebhookFilter } from '#domain/webhooks/filter.ts';
import {
  ATTEMPT_ERRORS,
  WEBHOOK_NAME_LENGTH,
  WEBHOOK_STATES,
  WEBHOOK_TYPES,
  WEBHOOK_URL_LENGTH,
  type WebhookType,
} from '#domain/webhooks/words.ts';
import type { DeadLetter, StoredWebhook } from '../../../db/webhooks.ts';
import type { DeadLetterWire, WebhookWire } from '#wire/webhooks.ts';
import { isoOut } from './capacity.ts';

const MOST_PLACES = 100;
const type = z.enum(WEBHOOK_TYPES as [WebhookType, ...WebhookType[]]);
const onlyOnce = (list: readonly string[]) => new Set(list).size === list.length;
const chosen = <T extends z.ZodType<string>>(one: T, most: number) =>
  z
    .array(one)
    .min(1, 'name one at least, or null for all')
    .max(most)
    .refine(onlyOnce, 'each once')
    .nullable()
    .default(null);

export const ownerSchema = z
  .strictObject({ kind: z.enum(['account', 'key']), id: idSchema })
  .openapi({ description: 'whose rights it has: it is told what these may know, no more' });

/** What can be changed. */
export const wantedSchema = z.strictObject({
  name: z.string().trim().min(1).max(WEBHOOK_NAME_LENGTH),
  url: z.string().trim().min(1).max(WEBHOOK_URL_LENGTH),
  types: chosen(type, WEBHOOK_TYPES.length).openapi({ description: 'null: all' }),
  regions: chosen(idSchema, MOST_PLACES).openapi({
    description: 'about something in one of these, or about one of the facilities; null: no matter',
  }),
  facilities: chosen(idSchema, MOST_PLACES),
});
export const orderSchema = wantedSchema.extend({ owner: ownerSchema });

export const stateSchema = z.strictObject({ state: z.enum(['active', 'paused']) });

const attemptError = z.enum(ATTEMPT_ERRORS);
const count = z.number().int();

export const webhookOut = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    owner: z.object({ kind: z.enum(['account', 'key']), id: z.string() }),
    types: z.array(type).nullable(),
    regions: z.array(z.string()).nullable(),
    facilities: z.array(z.string()).nullable(),
    secretVersion: count,
    previousSecretUntil: isoOut.nullable(),
    createdAt: isoOut,
    createdBy: z.string(),
    state: z.enum(WEBHOOK_STATES),
    stateAt: isoOut,
    seq: count,
    behind: count.openapi({ description: 'entries of the ledger that it has yet to come to' }),
    attempts: count,
    nextAttemptAt: isoOut.nullable(),
    failingSince: isoOut.nullable(),
    lastAttemptAt: isoOut.nullable(),
    lastDeliveredAt: isoOut.nullable(),
    lastStatus: count.nullable(),
    lastError: attemptError.nullable(),
    delivered: count,
    deadLetters: count,
  })
  .openapi('Webhook');

export const secretOut = webhookOut.extend({ secret: z.string() }).openapi('WebhookWithSecret');

export const letterOut = z
  .object({
    id: z.string(),
    seq: count,
    type,
    entryAt: isoOut,
    attempts: count,
    firstAt: isoOut,
    lastAt: isoOut,
    lastStatus: count.nullable(),
    lastError: attemptError,
  })
  .openapi('DeadLetter');

export const sentOut = z
  .object({ delivered: z.boolean(), status: count.nullable(), error: attemptError.nullable() })
  .openapi('WebhookSent');

export const filterOf = ({
  types,
  regions,
  facilities,
}: z.output<typeof wantedSchema>): WebhookFilter => ({ types, regions, facilities });

/** @param behind entries that it has yet to come to. */
export function webhookWire(
  { filter, progress, previousUntil, ...stored }: StoredWebhook,
  behind: number,
  deadLetters: number,
): WebhookWire {
  const { nextAt, firstAttemptAt: _first, ...standing } = progress;
  return {
    ...stored,
    types: filter.types === null ? null : [...filter.types],
    regions: filter.regions === null ? null : [...filter.regions],
    facilities: filter.facilities === null ? null : [...filter.facilities],
    previousSecretUntil: previousUntil,
    ...standing,
    nextAttemptAt: nextAt,
    behind,
    deadLetters,
  };
}

export function letterWire({ webhook: _webhook, ...letter }: DeadLetter): DeadLetterWire {
  return letter;
}
