/** What went wrong between us and a provider of sign-in: by its being away, by somebody's will, or by what came. */
import * as client from 'openid-client';

/** Why somebody does not come back signed in. */
export type OidcFailure = 'OIDC_AWAY' | 'OIDC_DENIED' | 'OIDC_FAILED';

export function failureOf(error: unknown): OidcFailure {
  if (error instanceof client.AuthorizationResponseError)
    return error.error === 'access_denied'
      ? 'OIDC_DENIED'
      : AWAY.has(error.error)
        ? 'OIDC_AWAY'
        : 'OIDC_FAILED';
  return causesOf(error).some(isAway) ? 'OIDC_AWAY' : 'OIDC_FAILED';
}

/** Errors of RFC 6749, section 4.1.2.1, with which a provider says that it cannot now. */
const AWAY = new Set(['server_error', 'temporarily_unavailable']);

function isAway(cause: unknown): boolean {
  if (cause instanceof Response) return cause.status >= 500;
  if (!(cause instanceof Error)) return false;
  if (cause instanceof client.ResponseBodyError) return cause.status >= 500;
  const code = 'code' in cause ? cause.code : undefined;
  return (
    code === 'OAUTH_TIMEOUT' ||
    cause.name === 'TimeoutError' ||
    cause.message === 'fetch failed' ||
    (typeof code === 'string' && /^(?:ECONN|ENOTFOUND|EAI_|EHOST|ENET|UND_)/.test(code))
  );
}

/** The error and what lies under it. */
function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (
    let one: unknown = error;
    one !== undefined && one !== null && causes.length < 8;
    one = one instanceof Error ? one.cause : undefined
  )
    causes.push(one);
  return causes;
}

/** Kinds and codes only: a message could quote what came. */
export function reasonOf(error: unknown): string {
  return causesOf(error)
    .filter((one) => one instanceof Error)
    .map((one) => ('code' in one && typeof one.code === 'string' ? one.code : one.name))
    .join(' < ');
}
