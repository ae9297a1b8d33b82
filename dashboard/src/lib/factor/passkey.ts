/**
 * Passkeys as the browser makes and shows them (WebAuthn level 3, sections 5.1.8 and 5.1.9: options and answers as JSON). A browser
 * without these is one without passkeys: Chrome and Edge have them since 129, Firefox since 119, Safari since 18.4.
 */
import type { Answer } from '#lib/api/client.ts';
import { problemOf } from '#lib/api/auth.ts';

type Options = Record<string, unknown>;

/** Only secure pages (https, or the machine itself) have them. */
export const hasPasskeys = (): boolean =>
  typeof globalThis.PublicKeyCredential === 'function' &&
  typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function' &&
  typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function';

/** Whether the browser offers passkeys among the suggestions of a field. */
export async function suggestsPasskeys(): Promise<boolean> {
  if (!hasPasskeys()) return false;
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false;
}

/** Asks the device for a new passkey. @param options as the server gave them */
export function makePasskey(options: Options): Promise<Answer<unknown>> {
  return attempt(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
        options as unknown as PublicKeyCredentialCreationOptionsJSON,
      ),
    }),
  );
}

/** Asks for one that is there; `suggest` waits until somebody chooses it at a field. */
export function showPasskey(
  options: Options,
  { signal, suggest = false }: { signal?: AbortSignal; suggest?: boolean } = {},
): Promise<Answer<unknown>> {
  return attempt(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
        options as unknown as PublicKeyCredentialRequestOptionsJSON,
      ),
      ...(signal === undefined ? {} : { signal }),
      ...(suggest ? { mediation: 'conditional' as const } : {}),
    }),
  );
}

/** What the browser says no with, as a code that the dictionary knows. */
export function codeOfFault(name: string): string {
  if (name === 'InvalidStateError') return 'PASSKEY_KNOWN';
  if (name === 'SecurityError') return 'PASSKEY_OTHER_ADDRESS';
  // Called off, timed out, or nothing there: browsers do not say which, so that no page learns who has a passkey.
  if (name === 'NotAllowedError' || name === 'AbortError') return 'PASSKEY_NOT_SHOWN';
  return 'PASSKEY_REFUSED';
}

async function attempt(act: () => Promise<Credential | null>): Promise<Answer<unknown>> {
  try {
    const made = await act();
    if (made === null) return { ok: false, problem: problemOf('PASSKEY_NOT_SHOWN', 0) };
    const data: unknown = (made as PublicKeyCredential).toJSON();
    return { ok: true, data, etag: null, status: 200 };
  } catch (fault) {
    const name = fault instanceof Error ? fault.name : '';
    return { ok: false, problem: problemOf(codeOfFault(name), 0) };
  }
}
