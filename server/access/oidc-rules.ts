/** The file that says which claim of a provider gives which role and scope: a JSON array, the first rule that holds counts. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ClaimRule } from '#domain/access/claims.ts';
import { accountScopeSchema, PEOPLE_ROLES, type AccountScope, type PeopleRole } from './scope.ts';

/** Who has this claim, has this role and scope here. */
export interface OidcRule extends ClaimRule {
  readonly role: PeopleRole;
  readonly scope: AccountScope;
}

/** Problems that are said at once. */
const MOST_SAID = 5;

const rules = z
  .array(
    z.strictObject({
      claim: z.string().min(1).max(200),
      is: z.string().min(1).max(500),
      role: z.enum(PEOPLE_ROLES as [PeopleRole, ...PeopleRole[]]),
      scope: accountScopeSchema.prefault({}),
    }),
  )
  .min(1, 'give at least one rule')
  .max(2_000);

/** @throws Error that names the file's place and what is wrong with it. */
export function loadOidcRules(path: string): readonly OidcRule[] {
  return oidcRules(readFileSync(path, 'utf8'), path);
}

/** @throws Error, as `loadOidcRules`; `path` is only named. */
export function oidcRules(text: string, path: string): readonly OidcRule[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${path} (OIDC_RULES) is not JSON`);
  }
  const read = rules.safeParse(json);
  if (read.success) return read.data;
  const said = read.error.issues
    .slice(0, MOST_SAID)
    .map(({ path: at, message }) => `${at.join('.') || 'all of it'}: ${message}`);
  throw new Error(`${path} (OIDC_RULES) cannot be used: ${said.join('; ')}`);
}
