/**
 * What is known of each hospital's beds and visits, in memory, as the database has it. Several servers may write to one book: each
 * counts along, and reads it anew when somebody else wrote.
 */
import type { Principal } from '#domain/access/table.ts';
import type { BedWord as BedFact, Held } from '#domain/occupancy/unit-count.ts';
import { foldVisit, type PlaceKey } from '#domain/occupancy/visit.ts';
import type { UnitKind } from '#domain/words.ts';
import type { OccupancyStore, Taken } from '../../../db/occupancy.ts';
import type { FeedMessage } from './item.ts';
import { PlaceMap } from './place-map.ts';

/** What one facility's beds and visits are, and who told us last. */
export interface Book {
  /** So often it was written to, by any server. */
  version: number;
  held: Map<string, Held>;
  beds: Map<PlaceKey, BedFact>;
  map: PlaceMap;
  staffed: Partial<Record<UnitKind, number>>;
  dirty: Set<UnitKind>;
  told: { message: FeedMessage; principal: Principal; at: number } | null;
  confirmedAt: number;
  /** Where in a trace the messages were taken in that were not told on yet. */
  places: object[];
}

type Told = Pick<Book, 'told' | 'confirmedAt' | 'places'>;
const notTold = (): Told => ({ told: null, confirmedAt: 0, places: [] });

export class Books {
  readonly #store: OccupancyStore;
  readonly #opened = new Map<string, Promise<Book>>();

  constructor(store: OccupancyStore) {
    this.#store = store;
  }

  /** Those that are open. */
  all(): Iterable<[string, Promise<Book>]> {
    return this.#opened;
  }

  /** As this server knows it. */
  of(facility: string): Promise<Book> {
    return this.#opened.get(facility) ?? this.#open(facility);
  }

  /** As far as the taking went: read anew when another server wrote to it in between. */
  async upTo(
    facility: string,
    { version, repeated }: Pick<Taken, 'version' | 'repeated'>,
  ): Promise<Book> {
    for (;;) {
      const opened = this.of(facility);
      const book = await opened;
      if (version <= book.version + (repeated ? 0 : 1)) {
        book.version = Math.max(book.version, version);
        return book;
      }
      if (this.#opened.get(facility) === opened) void this.#open(facility, book);
    }
  }

  /** As it is in the database now. */
  async current(facility: string): Promise<Book> {
    return this.upTo(facility, { version: await this.#store.version(facility), repeated: true });
  }

  #open(facility: string, told = notTold()): Promise<Book> {
    const book = this.#load(facility, told);
    this.#opened.set(facility, book);
    // The next one asks the database again.
    book.catch(() => {
      if (this.#opened.get(facility) === book) this.#opened.delete(facility);
    });
    return book;
  }

  async #load(facility: string, { told, confirmedAt, places }: Told): Promise<Book> {
    const store = this.#store;
    // First: what is written while the rest is read is only read twice.
    const version = await store.version(facility);
    const held = new Map<string, Held>();
    for (const { visit, events } of await store.visits(facility)) {
      const { present, place, since } = foldVisit(events);
      if (present && place !== null) held.set(visit, { place, since: since ?? 0 });
    }
    const map = new PlaceMap(await store.places(facility));
    const beds = await store.beds(facility);
    const staffed = await store.staffed(facility);
    const dirty = new Set(map.units());
    return { version, held, beds, map, staffed, dirty, told, confirmedAt, places };
  }
}
