/** Whom the provider of sign-in vouches for, let in by today's rules; what that changed stands in the ledger. */
import { holds, ruleFor, strangerOf, type Claims } from '#domain/access/claims.ts';
import type { EntryBodies } from '#domain/entries.ts';
import type { Actor } from '#domain/picture.ts';
import type { AccountRecord, ArrivalRefusal } from '../access/accounts.ts';
import type { OidcDoor } from '../access/oidc.ts';
import { scopeProblems } from '../access/scope.ts';
import type { ApiParts } from './parts.ts';
import { recorded } from './recorded.ts';

/** Who writes that an account was made or changed by the provider's word. */
const PROVIDER: Actor = {
  id: 'sign-in-provider',
  kind: 'system',
  role: 'system',
  organisation: null,
};

export type AdmissionRefusal =
  ArrivalRefusal | 'OIDC_FAILED' | 'OIDC_NO_ROLE' | 'OIDC_FACTOR_MISSING';

/**
 * The account that the provider's word gives. Who has no longer the role there that he has here loses what he holds open, also when he
 * comes without the second factor that today's role needs.
 */
export async function admit(
  parts: ApiParts,
  { setUp }: OidcDoor,
  claims: Claims,
): Promise<AccountRecord | AdmissionRefusal> {
  const { accounts } = parts.access;
  const stranger = strangerOf(claims);
  if (stranger === null) return 'OIDC_FAILED';
  const { subject, email, verified } = stranger;
  const turnAway = async (unless: Pick<AccountRecord, 'role' | 'scope'> | null) => {
    const lost = await accounts.turnAway(subject, unless);
    if (lost !== null) await writtenOfProvider(parts, 'sessions-ended', lost);
  };
  const rule = ruleFor(setUp.rules, claims);
  if (rule === null || !isUsable(parts, rule)) {
    await turnAway(null);
    return 'OIDC_NO_ROLE';
  }
  const { role, scope } = rule;
  const { factor, factorRoles } = setUp;
  if (factor !== null && factorRoles.has(role) && !holds(factor, claims)) {
    await turnAway(rule);
    return 'OIDC_FACTOR_MISSING';
  }
  const arrived = await accounts.arrive({
    ...{ subject, email, verified, role, scope, link: setUp.link },
  });
  if (typeof arrived === 'string') return arrived;
  const { account, became } = arrived;
  if (became === 'created') await writtenOfProvider(parts, 'account-created', account);
  if (became === 'changed') await writtenOfProvider(parts, 'account-changed', account);
  return account;
}

/** A rule may name a region or a hospital that this installation does not have, or has no longer. */
function isUsable(parts: ApiParts, { role, scope }: Pick<AccountRecord, 'role' | 'scope'>) {
  const rooms = new Set(parts.rooms.map((room) => room.id));
  return scopeProblems(role, scope, parts.deskParts.live.picture, rooms).length === 0;
}

/** Into the ledger: what an account became by the provider's word. */
export async function writtenOfProvider(
  parts: ApiParts,
  what: EntryBodies['access-changed']['what'],
  { id, role, scope }: AccountRecord,
): Promise<void> {
  await recorded(parts, { by: PROVIDER }, () =>
    Promise.resolve({
      answer: null,
      change: { what, id, role, scope: JSON.stringify(scope) },
    }),
  );
}
