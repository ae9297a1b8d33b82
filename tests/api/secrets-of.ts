/** Secrets that a test gave or was given, and whether one of them stands in a text, in whichever form it would be written. */

export class Secrets {
  readonly #known = new Map<string, string>();

  /** @param value short ones would be found by chance: at least six characters */
  add(name: string, value: string | null | undefined): string {
    if (typeof value !== 'string' || value.length < 6) throw new Error(`no secret: ${name}`);
    this.#known.set(name, value);
    return value;
  }

  get size(): number {
    return this.#known.size;
  }

  /** Names of those that stand in the text, with the form. */
  foundIn(text: string): string[] {
    return [...this.#known].flatMap(([name, value]) =>
      Object.entries(formsOf(value)).flatMap(([form, one]) =>
        text.includes(one) ? [`${name} (${form})`] : [],
      ),
    );
  }
}

function formsOf(value: string): Record<string, string> {
  const bytes = Buffer.from(value);
  const base64 = bytes.toString('base64');
  return {
    plain: value,
    // Where something stands before or behind it, the first and the last characters are others.
    base64: base64.replace(/=+$/, '').slice(0, -1),
    'base64 from one on': bytes.subarray(1).toString('base64').replace(/=+$/, '').slice(0, -1),
    'base64 from two on': bytes.subarray(2).toString('base64').replace(/=+$/, '').slice(0, -1),
    base64url: bytes.toString('base64url').slice(0, -1),
    hex: bytes.toString('hex'),
    'percent-encoded': encodeURIComponent(value),
    'as a form': new URLSearchParams({ x: value }).toString().slice(2),
    decoded: decodedOf(value),
    'in JSON': JSON.stringify(value).slice(1, -1),
    reversed: [...value].reverse().join(''),
  };
}

function decodedOf(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
