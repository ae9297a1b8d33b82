/** What somebody changes of an own second factor, and how the server is asked to. */

/** That it is the owner who asks, as the server takes it. */
export interface Given {
  password: string | null;
  code: string | null;
}

export type Changed =
  | { kind: 'renew' }
  | { kind: 'rename'; id: string; name: string }
  /** `of`: the app with codes, or the id of a passkey; `last`: there is no other. */
  | { kind: 'remove'; of: 'codes' | (string & {}); name: string; last: boolean };

interface Asked {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body: object;
}

/** Under `/api/auth`. @param name the new one, where it is renamed */
export function askOf(what: Changed, given: Given, name: string): Asked {
  const base = 'second-factor';
  switch (what.kind) {
    case 'renew':
      return { method: 'POST', path: `${base}/recovery-codes`, body: given };
    case 'rename':
      return { method: 'PUT', path: `${base}/passkeys/${what.id}`, body: { name: name.trim() } };
    case 'remove': {
      const path = what.of === 'codes' ? `${base}/codes` : `${base}/passkeys/${what.of}`;
      return { method: 'DELETE', path, body: given };
    }
  }
}
