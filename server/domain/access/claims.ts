/**
 * Which role and scope somebody has by what a provider of sign-in says of him: a list of rules, the first that holds counts. A claim
 * is one value or several; one inside another is named with dots between (`realm_access.roles`).
 * Source: OpenID Connect Core 1.0, section 5.1 (claims may be strings, numbers, booleans, arrays or objects).
 */

/** `claim` has the value `is`, or has it among its values. */
export interface ClaimRule {
  readonly claim: string;
  readonly is: string;
}

/** What a provider says of somebody, as it came: nothing in it is believed to have a form. */
export type Claims = Readonly<Record<string, unknown>>;

/** The first rule that holds; null when none does. */
export function ruleFor<Rule extends ClaimRule>(
  rules: readonly Rule[],
  claims: Claims,
): Rule | null {
  return rules.find((rule) => holds(rule, claims)) ?? null;
}

export function holds({ claim, is }: ClaimRule, claims: Claims): boolean {
  return valuesOf(claims, claim).includes(is);
}

/** The values of a claim as text, none when there is no such claim. */
export function valuesOf(claims: Claims, name: string): string[] {
  // A name with dots in it, such as an address, is a name before it is a path.
  const found = ownOf(claims, name) ?? name.split('.').reduce<unknown>(ownOf, claims);
  return [found].flat().flatMap(textOf);
}

function textOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
}

function ownOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** Claims that say something only together: a word about the one address must not be taken for a word about another. */
const OF_ADDRESS = ['email', 'email_verified'];

/**
 * What is signed (the ID token) and what was asked for besides (the answer of userinfo), as one. What is signed counts for more.
 */
export function joinedClaims(signed: Claims, asked: Claims): Claims {
  const more = Object.hasOwn(signed, 'email')
    ? Object.fromEntries(Object.entries(asked).filter(([name]) => !OF_ADDRESS.includes(name)))
    : asked;
  return { ...more, ...signed };
}

/** Who signs in, as the rules need him: known by the provider's own name for him, found by his address. */
export interface Stranger {
  subject: string;
  /** Null when the provider tells none that can be an address. */
  email: string | null;
  /** The provider says that the address is his. */
  verified: boolean;
}

const LONGEST_EMAIL = 254;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Null when the provider does not say who it is. */
export function strangerOf(claims: Claims): Stranger | null {
  const subject = ownOf(claims, 'sub');
  if (typeof subject !== 'string' || subject === '') return null;
  const word = ownOf(claims, 'email_verified');
  const verified = word === true || word === 'true';
  const told = addressOf(ownOf(claims, 'email'));
  // Entra ID tells the address as the name of the account where no mailbox is kept; nobody vouches for that one.
  const email = told ?? addressOf(ownOf(claims, 'preferred_username'));
  return { subject, email, verified: verified && told !== null };
}

function addressOf(told: unknown): string | null {
  if (typeof told !== 'string' || told.length > LONGEST_EMAIL || !EMAIL.test(told)) return null;
  return told.toLowerCase();
}

/** A path on our own pages; `/` for whatever could lead elsewhere, and for what is no page. */
export function ownPath(asked: string | undefined, origin: string): string {
  if (asked === undefined || !asked.startsWith('/')) return '/';
  try {
    const { origin: to, pathname, search, hash } = new URL(asked, origin);
    // `/.//host` is ours as it is read, and `//host` once it is written down again.
    const ours = to === origin && !pathname.startsWith('//') && !pathname.startsWith('/api/');
    return ours ? `${pathname}${search}${hash}` : '/';
  } catch {
    return '/';
  }
}
