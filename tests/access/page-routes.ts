/** Routes that only pages ask, for a person at a browser: not in the description of the API, and each decides itself who asks. */

/** Open: they are the second step of signing in. */
export const SECOND_STEP = [
  'post /api/auth/sign-in/second-factor',
  'post /api/auth/sign-in/passkey-options',
  'post /api/auth/sign-in/passkey',
];
/** Open: a browser follows them to the provider of sign-in and back; the last the provider itself sends, with a token that it signed. */
export const BY_PROVIDER = [
  'get /api/auth/oidc/leave',
  'get /api/auth/oidc/return',
  'post /api/auth/oidc/backchannel-logout',
];
/** For whoever signed in, with a factor or still without one. */
export const OWN_FACTOR = [
  'get /api/auth/second-factor',
  'post /api/auth/second-factor/codes',
  'post /api/auth/second-factor/codes/confirmation',
  'delete /api/auth/second-factor/codes',
  'post /api/auth/second-factor/recovery-codes',
  'post /api/auth/second-factor/passkey-options',
  'post /api/auth/second-factor/passkeys',
  'put /api/auth/second-factor/passkeys/{passkey}',
  'delete /api/auth/second-factor/passkeys/{passkey}',
];
