/** Who may use a route, in its description: made from the table of rights, so that it cannot say otherwise. */
import { ACCESS, KEY_ACTIONS, type Action, type Reach } from '#domain/access/table.ts';
import { cookiePrefix } from '../access/cookies.ts';
import type { Operation } from './describe.ts';

export const securitySchemes = (secure: boolean) => ({
  session: {
    type: 'apiKey' as const,
    in: 'cookie' as const,
    name: `${cookiePrefix(secure)}.session_token`,
    description: 'Of a person, set by POST /api/auth/sign-in/email',
  },
  key: {
    type: 'http' as const,
    scheme: 'bearer',
    description:
      'API key of a machine, spk_…; what stands beside it are the scopes that the key must have been given',
  },
});

const REACH_WORDS: Record<Reach, string> = {
  all: 'everywhere',
  'own-facilities': 'own facilities',
  'own-room': 'own dispatch room',
  'own-regions': 'own regions',
  'seen-cases': 'what one may see',
  'chosen-hospital': 'cases sent to one’s own facility',
  'cases-of-regions': 'cases of one’s own regions',
};

/** Every key may do what every role may. */
export const needsNoScope = (action: Action): boolean => ACCESS.viewer[action] !== undefined;

/** @param action null: nobody need be signed in */
export function describeRights(operation: Operation, action: Action | null): void {
  if (action === null) {
    operation.security = [];
    return;
  }
  const session = { session: [] as string[] };
  const key = { key: needsNoScope(action) ? [] : [action as string] };
  operation.security = KEY_ACTIONS.includes(action) ? [session, key] : [session];
  const roles = Object.entries(ACCESS).flatMap(([role, row]) => {
    const reach = row[action];
    return reach === undefined ? [] : [{ role, reach }];
  });
  const told = roles.map(({ role, reach }) => `${role} (${REACH_WORDS[reach]})`).join(', ');
  const rights = needsNoScope(action)
    ? 'For everyone who is signed in, and any key.'
    : `Needs \`${action}\`: ${told}.`;
  operation.description = [operation.description, rights].filter(Boolean).join('\n\n');
  Object.assign(operation, {
    'x-action': action,
    'x-roles': Object.fromEntries(roles.map(({ role, reach }) => [role, reach])),
  });
}
