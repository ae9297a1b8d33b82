/**
 * Cursors of lists: what a caller hands back to go on. Nobody reads in them what they hold (an address, a time), and nobody makes
 * one himself or uses one for another list: they are sealed with the installation's secret.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export class Cursors {
  readonly #key: Buffer;
  readonly #nonceKey: Buffer;

  constructor(secret: string) {
    const derived = (use: string) => createHmac('sha256', secret).update(use).digest();
    this.#key = derived('cursor');
    this.#nonceKey = derived('nonce of a cursor');
  }

  /**
   * The same position of the same list is the same cursor, so that the same page has the same bytes. The nonce is therefore made
   * from what is sealed: another content has another one.
   * @param list path and filters: the cursor opens for these only
   * @param position anything that JSON can hold
   */
  seal(list: string, position: unknown): string {
    const text = JSON.stringify(position);
    const nonce = createHmac('sha256', this.#nonceKey)
      .update(JSON.stringify([list, text]))
      .digest()
      .subarray(0, NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(Buffer.from(list));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
  }

  /** Undefined for what `seal` did not make for this list. */
  open(list: string, cursor: string): unknown {
    const bytes = Buffer.from(cursor, 'base64url');
    // Decoding passes over what is no base64url: only the very text that was given out is one.
    if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor)
      return undefined;
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, this.#key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(list))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8');
      return JSON.parse(text + decipher.final('utf8'));
    } catch {
      return undefined;
    }
  }
}
