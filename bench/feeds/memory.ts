/** What the benchmark of memory and its server say to each other. */
import type { Address } from '../../seed/simulator/feeds/mllp-line.ts';

export const SENDERS = 50;
export const TABLES = [
  'visit_messages',
  'visit_events',
  'visit_secrets',
  'bed_words',
  'entries',
] as const;

export interface MemoryReady {
  line: Address;
  senders: string[];
  /** The server's clock, milliseconds. */
  now: number;
}

/** It is this time now, milliseconds; what is due is erased; what is held is told. */
export interface MemoryOrder {
  now: number;
  erase: boolean;
  look: boolean;
}

/** Bytes after two collections; rows; bytes of the two tables of visits with their indexes, and of the whole file. */
export interface Held {
  rss: number;
  heap: number;
  rows: Record<(typeof TABLES)[number], number>;
  visitBytes: number;
  fileBytes: number;
}

/** The lowest of the values: what is remembered for a while and dropped in heaps makes a sawtooth, whose teeth say nothing. */
export const lowest = (held: readonly Held[], of: (one: Held) => number): number =>
  Math.min(...held.map(of));
