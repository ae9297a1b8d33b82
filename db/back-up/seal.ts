/**
 * The form of a back-up: one line of plain text, then a manifest and a database file, compressed and sealed with AES-256-GCM. What
 * was changed or cut, or is opened by another key, is refused as a whole. Source: NIST SP 800-38D.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

const MAGIC = 'SPOEDKAART-BACK-UP 1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
/** A manifest has a handful of short fields. */
const MOST_MANIFEST_BYTES = 64 * 1024;
const HEAD_BYTES = MAGIC.length + 1 + (NONCE_BYTES * 4) / 3 + 1;

/** The back-up or its key cannot be used; the message says why, without anything of its content. */
export class BackUpError extends Error {
  override name = 'BackUpError';
}

/** 64 hexadecimal digits in a file, as `--make-key` makes it. @throws BackUpError */
export async function readKey(path: string): Promise<Buffer> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new BackUpError(`the key ${path} cannot be read`);
  });
  if (!/^[0-9a-f]{64}\s*$/.test(text))
    throw new BackUpError(`${path} holds no key: 64 hexadecimal digits`);
  return Buffer.from(text.trim(), 'hex');
}

/** Seals manifest and file into `to`, which must not be there yet. */
export async function seal(
  manifest: object,
  file: string,
  to: string,
  key: Buffer,
  nonce: Buffer = randomBytes(NONCE_BYTES),
): Promise<void> {
  const head = Buffer.from(`${MAGIC} ${nonce.toString('base64url')}\n`);
  const json = Buffer.from(JSON.stringify(manifest));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(json.length);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(head);
  const framed = new Transform({
    transform(chunk, _encoding, done) {
      done(null, chunk);
    },
    flush(done) {
      this.push(cipher.getAuthTag());
      done();
    },
  });
  const out = createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true });
  out.write(head);
  async function* content() {
    yield length;
    yield json;
    yield* createReadStream(file) as AsyncIterable<Buffer>;
  }
  await pipeline(Readable.from(content()), createGzip({ level: 6 }), cipher, framed, out);
}

/**
 * Opens a back-up into the file `to`, which must not be there yet; answers its manifest. Nothing is left behind when it fails, for what
 * was not proven whole must not be used.
 * @throws BackUpError
 */
export async function unseal(from: string, to: string, key: Buffer): Promise<unknown> {
  const { head, nonce, tag, end } = await partsOf(from);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(head).setAuthTag(tag);
  let begun = Buffer.alloc(0);
  let manifest: unknown;
  let inFile = false;
  const split = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (inFile) return done(null, chunk);
      begun = Buffer.concat([begun, chunk]);
      if (begun.length < LENGTH_BYTES) return done();
      const length = begun.readUInt32BE();
      if (length > MOST_MANIFEST_BYTES) return done(new BackUpError('it holds no manifest'));
      const until = LENGTH_BYTES + length;
      if (begun.length < until) return done();
      manifest = JSON.parse(begun.toString('utf8', LENGTH_BYTES, until));
      inFile = true;
      return done(null, begun.subarray(until));
    },
  });
  const out = createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true });
  let made = false;
  out.once('open', () => (made = true));
  try {
    const sealed = createReadStream(from, { start: HEAD_BYTES, end: end - 1 });
    await pipeline(sealed, decipher, createGunzip(), split, out);
  } catch (error) {
    if (made) await rm(to, { force: true });
    if (error instanceof BackUpError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new BackUpError(`${to} is there already`);
    throw new BackUpError('it was changed or cut, or this is not its key');
  }
  if (manifest === undefined) {
    await rm(to, { force: true });
    throw new BackUpError('it holds no manifest');
  }
  return manifest;
}

async function partsOf(
  path: string,
): Promise<{ head: Buffer; nonce: Buffer; tag: Buffer; end: number }> {
  const file = await open(path).catch(() => {
    throw new BackUpError(`${path} cannot be read`);
  });
  try {
    const { size } = await file.stat();
    if (size < HEAD_BYTES + TAG_BYTES) throw new BackUpError('it is no back-up');
    const head = Buffer.alloc(HEAD_BYTES);
    await file.read(head, 0, HEAD_BYTES, 0);
    const [, nonce] = /^SPOEDKAART-BACK-UP 1 ([\w-]{16})\n$/.exec(head.toString('latin1')) ?? [];
    if (nonce === undefined) throw new BackUpError('it is no back-up of this form');
    const end = size - TAG_BYTES;
    const tag = Buffer.alloc(TAG_BYTES);
    await file.read(tag, 0, TAG_BYTES, end);
    return { head, nonce: Buffer.from(nonce, 'base64url'), tag, end };
  } finally {
    await file.close();
  }
}
