/** Routes of one's own second factor, under /api/auth: what they take and answer. */
import { createRoute, z } from '@hono/zod-openapi';
import { LONGEST_PASSWORD } from '../access/auth.ts';
import { answers, jsonBody, pathId } from './kit.ts';

const usual = { tags: ['access'], hide: true };
const done = z.object({ success: z.literal(true) });
const password = z.string().min(1).max(LONGEST_PASSWORD).nullable().default(null);
const code = z.string().min(1).max(40);
const passkeyName = z.string().trim().min(1).max(60);
/** That it is the owner who asks: the password, or a code. Both null for an account that signs in by a provider. */
export const proof = z.strictObject({ password, code: code.nullable().default(null) });
const proven = { body: jsonBody(proof) };
const params = z.object({ passkey: pathId('passkey') });

const age = { createdAt: z.string().nullable(), usedAt: z.string().nullable() };
const stateOut = z.object({
  email: z.string(),
  required: z.boolean(),
  codes: z.object(age).nullable(),
  recoveryCodes: z.number(),
  password: z.boolean(),
  passkeys: z.array(z.object({ id: z.string(), name: z.string(), ...age })),
});
const recoveryOut = z.object({ recoveryCodes: z.array(z.string()) });

export const read = createRoute({
  ...usual,
  method: 'get',
  path: '/second-factor',
  responses: answers(200, 'What the account has', stateOut),
});
export const begin = createRoute({
  ...usual,
  method: 'post',
  path: '/second-factor/codes',
  request: { body: jsonBody(z.strictObject({ password })) },
  responses: answers(200, 'For the app', z.object({ uri: z.string() })),
});
export const confirm = createRoute({
  ...usual,
  method: 'post',
  path: '/second-factor/codes/confirmation',
  request: { body: jsonBody(z.strictObject({ code })) },
  responses: answers(200, 'The app works; recovery codes, said once', recoveryOut),
});
export const endCodes = createRoute({
  ...usual,
  method: 'delete',
  path: '/second-factor/codes',
  request: proven,
  responses: answers(200, 'Removed', done),
});
export const renew = createRoute({
  ...usual,
  method: 'post',
  path: '/second-factor/recovery-codes',
  request: proven,
  responses: answers(200, 'New ones; the earlier ones end', recoveryOut),
});
export const passkeyOptions = createRoute({
  ...usual,
  method: 'post',
  path: '/second-factor/passkey-options',
  request: proven,
  responses: answers(200, 'For the browser', z.looseObject({})),
});
export const addPasskey = createRoute({
  ...usual,
  method: 'post',
  path: '/second-factor/passkeys',
  request: {
    body: jsonBody(z.strictObject({ name: passkeyName, response: z.looseObject({}) })),
  },
  responses: answers(200, 'Added', done),
});
export const namePasskey = createRoute({
  ...usual,
  method: 'put',
  path: '/second-factor/passkeys/{passkey}',
  request: { params, body: jsonBody(z.strictObject({ name: passkeyName })) },
  responses: answers(200, 'Named', done),
});
export const endPasskey = createRoute({
  ...usual,
  method: 'delete',
  path: '/second-factor/passkeys/{passkey}',
  request: { params, ...proven },
  responses: answers(200, 'Removed', done),
});
