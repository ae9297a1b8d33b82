/** Pages of a database file: which of them changed, and putting them back. */
import { createHash } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';

/** Of a page's hash we keep so much: a changed page that looks unchanged is as likely as a random number guessed. */
const HASH_BYTES = 16;
const NUMBER_BYTES = 4;
/** Where the file's header has the size of its pages. Source: SQLite, "Database File Format", section 1.3. */
const PAGE_SIZE_AT = 16;

/** Hashes of all pages, one after another. */
export interface PageHashes {
  pageSize: number;
  pages: number;
  hashes: Buffer;
}

export async function hashPages(path: string): Promise<PageHashes> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(PAGE_SIZE_AT + 2);
    await file.read(head, 0, head.length, 0);
    const said = head.readUInt16BE(PAGE_SIZE_AT);
    const pageSize = said === 1 ? 65_536 : said;
    const pages = (await file.stat()).size / pageSize;
    const hashes = Buffer.alloc(pages * HASH_BYTES);
    const page = Buffer.alloc(pageSize);
    for (let number = 0; number < pages; number += 1) {
      await file.read(page, 0, pageSize, number * pageSize);
      createHash('sha256')
        .update(page)
        .digest()
        .copy(hashes, number * HASH_BYTES, 0, HASH_BYTES);
    }
    return { pageSize, pages, hashes };
  } finally {
    await file.close();
  }
}

/** Writes the pages of `path` that differ from what is known, each behind its number. @returns how many. */
export async function writeChanged(
  path: string,
  now: PageHashes,
  known: Buffer,
  to: string,
): Promise<number> {
  const source = await open(path);
  const out = await open(to, 'wx', 0o600);
  try {
    let written = 0;
    const record = Buffer.alloc(NUMBER_BYTES + now.pageSize);
    for (let number = 0; number < now.pages; number += 1) {
      const [from, until] = [number * HASH_BYTES, (number + 1) * HASH_BYTES];
      if (now.hashes.subarray(from, until).equals(known.subarray(from, until))) continue;
      record.writeUInt32BE(number);
      await source.read(record, NUMBER_BYTES, now.pageSize, number * now.pageSize);
      await out.write(record);
      written += 1;
    }
    return written;
  } finally {
    await source.close();
    await out.close();
  }
}

/** Puts changed pages into the file, which has `pages` pages afterwards. */
export async function putBack(
  changed: string,
  path: string,
  size: { pageSize: number; pages: number },
): Promise<void> {
  const source = await open(changed);
  const target = await open(path, 'r+');
  try {
    const record = Buffer.alloc(NUMBER_BYTES + size.pageSize);
    for (let at = 0; ; at += record.length) {
      const { bytesRead } = await source.read(record, 0, record.length, at);
      if (bytesRead < record.length) break;
      await target.write(
        record,
        NUMBER_BYTES,
        size.pageSize,
        record.readUInt32BE() * size.pageSize,
      );
    }
    await target.truncate(size.pages * size.pageSize);
    await target.sync();
  } finally {
    await source.close();
    await target.close();
  }
}

export const writeHashes = (path: string, { hashes }: PageHashes) =>
  writeFile(path, hashes, { flag: 'wx', mode: 0o600 });
