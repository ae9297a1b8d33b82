/**
 * The book of beds: takes movements and states of beds in, keeps where each visit is, and tells the intake what that makes of each
 * unit. What is acknowledged is durable; what goes on to the ledger are counts, at most one in some seconds a unit.
 */
import { createHash } from 'node:crypto';
import { may, type Principal } from '#domain/access/table.ts';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import { HOUR, iso, ms } from '#domain/clock.ts';
import { resolveFacility } from '#domain/identifiers/identifiers.ts';
import { reconcile } from '#domain/occupancy/reconcile.ts';
import { availableOf, countUnit, type Held } from '#domain/occupancy/unit-count.ts';
import { foldVisit, type PlaceKey } from '#domain/occupancy/visit.ts';
import { OWN } from '#domain/identifiers/identifiers.ts';
import type { UnitKind } from '#domain/words.ts';
import { type OccupancyStore, type Taken, type Taking } from '../../../db/occupancy.ts';
import type { Signals } from '../../../db/signals.ts';
import type { LivePicture } from '../../desk/live-picture.ts';
import type { BedBook, BedWord } from './beds.ts';
import type { Traces } from '../../watch/traces.ts';
import { Books, type Book } from './books.ts';
import type { FeedHealth } from './health.ts';
import type { FeedSender, Intake } from './intake.ts';
import {
  NO_FIGURES,
  type Anomaly,
  type FeedItem,
  type FeedMessage,
  type ItemOutcome,
} from './item.ts';
import { isBedKey, keepablePlace, keepableTaking, keyOfPlace, placeOfKey } from './place-map.ts';

export interface OccupancyParts {
  store: OccupancyStore;
  intake: Intake;
  live: LivePicture;
  health: FeedHealth;
  newId: () => string;
  /** Other servers on the database; null: there are none. */
  signals: Signals | null;
  /** Told of what fails in the background. */
  onFault: (fault: unknown) => void;
  traces: Traces;
  /** Visits are let go so long after the last that was heard of them, hours. */
  visitHours: number;
}

/** An unchanged count is told again so often while its feed speaks: it is as true as the last message is young. */
const CONFIRM_EVERY_MS = 60_000;
/** Messages that a figure is said to come of in a trace, at most. */
const MOST_PLACES = 32;
/** To the other servers: somebody said what the places of a facility are. */
const REMAPPED = 'places-remapped';

export class Occupancy implements BedBook {
  readonly #parts: OccupancyParts;
  readonly #books: Books;

  constructor(parts: OccupancyParts) {
    this.#parts = parts;
    this.#books = new Books(parts.store);
    parts.signals?.on(REMAPPED, (facility) => {
      this.#recount(String(facility)).catch(parts.onFault);
    });
  }

  /** Takes up what was kept before the last stop. */
  async open(): Promise<void> {
    for (const facility of await this.#parts.store.facilities()) await this.#books.of(facility);
  }

  /** Movements of one message; the figures follow with the next `publish`. `repeated`: it was taken before, nothing was done. */
  async take(
    taking: Omit<Taking, 'at'>,
    message: FeedMessage,
    principal: Principal,
  ): Promise<{ repeated: boolean; anomalies: Anomaly[] }> {
    const { store, live, traces } = this.#parts;
    const now = live.now();
    const kept = keepableTaking(taking, (await this.#books.of(taking.facility)).map);
    const { taken, place } = await traces.span('take', {}, async (span) => {
      const done = await store.take({ ...kept.taking, at: iso(now) });
      span.note({ 'spoedkaart.repeated': done.repeated });
      return { taken: done, place: span.place };
    });
    const book = await this.#books.upTo(taking.facility, taken);
    if (place !== null && book.places.length < MOST_PLACES) book.places.push(place);
    book.told = { message, principal, at: now };
    if (taken.repeated) return { repeated: true, anomalies: [] };
    const anomalies = await this.#apply(book, kept.taking, taken);
    return { repeated: false, anomalies: kept.spoke ? [...anomalies, 'PERSON_DATA'] : anomalies };
  }

  async setBeds(
    message: FeedMessage,
    beds: readonly BedWord[],
    sender: FeedSender,
  ): Promise<ItemOutcome[]> {
    const { live, store } = this.#parts;
    const outcomes: ItemOutcome[] = [];
    const touched = new Set<string>();
    for (const word of beds) {
      const who = resolveFacility(live.picture, word.subject.identifiers, word.subject.name);
      const facility = who.kind === 'found' ? who.facility : null;
      const said = (
        outcome: ItemOutcome['outcome'],
        code: string | null,
        anomalies: Anomaly[] = [],
      ) =>
        outcomes.push({ place: word.place, outcome, code, facility, kind: word.unit, anomalies });
      if (facility === null) {
        // A single bed does not wait: tomorrow it says nothing any more.
        said('ignored', who.kind === 'unknown' ? 'UNKNOWN_FACILITY' : 'AMBIGUOUS_FACILITY');
        continue;
      }
      if (may(sender.principal, 'unit.write', { kind: 'facility', id: facility }) !== 'allowed') {
        said('refused', 'FORBIDDEN');
        continue;
      }
      const book = await this.#books.of(facility);
      const key = keyOfPlace(word.bed);
      const isPlace = keepablePlace(key, book.map) === key;
      if (word.unit !== null && isPlace && book.map.learn(key, word.unit))
        await store.learnPlace(facility, word.bed, word.unit);
      const at = word.at === null ? live.now() : ms(word.at);
      const state = word.inUse ? word.state : 'closed';
      if (state === null) {
        said('ignored', 'NOTHING_SAID');
        continue;
      }
      const control = hashOf(message.hash, word.place);
      const taking = {
        facility,
        control,
        visits: [],
        renames: [],
        beds: [{ place: key, state, at }],
      };
      const { repeated, anomalies } = await this.take(taking, message, sender.principal);
      touched.add(facility);
      said(repeated ? 'unchanged' : 'recorded', null, anomalies);
    }
    for (const facility of touched)
      await this.#publishBook(facility, await this.#books.of(facility));
    return outcomes;
  }

  /**
   * Holds units against a census: who is not counted any more is let go, who was never heard of is added as a held place.
   * Answers what was wrong by so many, by unit; plus: we had too many.
   */
  async census(
    facility: string,
    counted: Partial<Record<UnitKind, number>>,
    message: FeedMessage,
    principal: Principal,
  ): Promise<Partial<Record<UnitKind, number>>> {
    const { live, newId } = this.#parts;
    const book = await this.#books.current(facility);
    const drift: Partial<Record<UnitKind, number>> = {};
    const now = live.now();
    const taking: Omit<Taking, 'at'> = {
      facility,
      control: `census:${newId()}`,
      visits: [],
      beds: [],
      renames: [],
    };
    for (const [kind, count] of Object.entries(counted) as [UnitKind, number][]) {
      const before = this.#count(book, kind);
      drift[kind] = before.occupied - count;
      // What an earlier census added is not a patient that anybody named: it goes first.
      for (const place of book.beds.keys())
        if (isCensusPlace(place, kind)) taking.beds.push({ place, state: 'free', at: now });
      const added = taking.beds.filter(
        ({ place }) => isCensusPlace(place, kind) && book.beds.get(place)?.state === 'occupied',
      ).length;
      const todo = reconcile(this.#heldIn(book, kind), before.occupied - added, count);
      for (const visit of todo.release)
        taking.visits.push({ visit, event: { kind: 'left', at: now, order: now } });
      for (let n = 0; n < todo.missing; n += 1)
        taking.beds.push({ place: `${CENSUS}^${kind}^${n + 1}`, state: 'occupied', at: now });
      book.dirty.add(kind);
    }
    await this.take(taking, message, principal);
    await this.#publishBook(facility, await this.#books.of(facility));
    return drift;
  }

  /** Tells the intake what changed since the last time, and confirms what still stands where its feed goes on speaking. */
  async publish(): Promise<void> {
    for (const [facility, book] of this.#books.all()) await this.#publishBook(facility, await book);
  }

  /** The map of places, or the staffed beds, were changed: everything is counted anew. */
  async remap(facility: string): Promise<void> {
    await this.#recount(facility);
    this.#parts.signals?.tell(REMAPPED, facility);
  }

  /** Lets go of visits that ended long ago; how many rows. */
  async eraseDue(): Promise<number> {
    const { store, live, visitHours } = this.#parts;
    const now = live.now();
    const quiet = await store.quietVisits(iso(now - visitHours * HOUR));
    const gone: { facility: string; visit: string }[] = [];
    for (const one of quiet)
      if (!(await this.#books.current(one.facility)).held.has(one.visit)) gone.push(one);
    return store.eraseDue(iso(now), gone);
  }

  async #recount(facility: string): Promise<void> {
    const before = (await this.#books.of(facility)).map.units();
    const book = await this.#books.current(facility);
    for (const kind of [...before, ...book.map.units()]) book.dirty.add(kind);
    await this.#publishBook(facility, book);
  }

  /** What was written, into memory; the oddities that it brought. */
  async #apply(book: Book, taking: Omit<Taking, 'at'>, taken: Taken): Promise<Anomaly[]> {
    const anomalies: Anomaly[] = [];
    const places = new Set<PlaceKey>();
    for (const { place, state, at } of taking.beds) {
      const known = book.beds.get(place);
      if (known !== undefined && known.at > at) anomalies.push('LATE');
      else book.beds.set(place, { state, at });
      places.add(place);
    }
    const emptied: Taking['beds'] = [];
    for (const { visit, events } of taken.visits) {
      const mine = taking.visits.filter((one) => one.visit === visit).map((one) => one.event);
      const state = foldVisit(events);
      const without = events.filter(
        (event) =>
          !mine.some(
            (own) => own.at === event.at && own.order === event.order && own.kind === event.kind,
          ),
      );
      anomalies.push(...newOnes(foldVisit(without).anomalies, state.anomalies));
      if (mine.some((own) => events.some((event) => event.at > own.at))) anomalies.push('LATE');
      const before = book.held.get(visit);
      if (before !== undefined) places.add(before.place);
      if (state.present && state.place !== null) {
        book.held.set(visit, { place: state.place, since: state.since ?? 0 });
        places.add(state.place);
        if (this.#isShared(book, state.place)) anomalies.push('DOUBLE_OCCUPANCY');
      } else book.held.delete(visit);
      if (before !== undefined && before.place !== state.place) {
        // "Occupied" was said of the bed while this visit was in it: it went with the visit.
        const bed = book.beds.get(before.place);
        const at = Math.max(...mine.map((own) => own.at), 0);
        if (bed?.state === 'occupied' && bed.at <= at)
          emptied.push({ place: before.place, state: 'free', at });
      }
    }
    for (const place of places) await this.#touch(book, taking.facility, place, anomalies);
    if (emptied.length > 0) {
      for (const { place, state, at } of emptied) book.beds.set(place, { state, at });
      const control = `emptied:${this.#parts.newId()}`;
      const { facility } = taking;
      const taken = await this.#parts.store.take({
        facility,
        control,
        at: iso(this.#parts.live.now()),
        visits: [],
        renames: [],
        beds: emptied,
      });
      await this.#books.upTo(facility, taken);
    }
    return [...new Set(anomalies)];
  }

  #isShared(book: Book, place: PlaceKey): boolean {
    if (!isBedKey(place)) return false;
    let count = 0;
    for (const held of book.held.values()) if (held.place === place) count += 1;
    return count > 1;
  }

  async #touch(book: Book, facility: string, place: PlaceKey, anomalies: Anomaly[]): Promise<void> {
    const unit = this.#unitOf(book, place);
    if (unit === 'ignored') return;
    if (unit !== null) {
      book.dirty.add(unit);
      return;
    }
    anomalies.push('UNMAPPED_PLACE');
    await this.#parts.store.sawPlace(facility, placeOfKey(place), iso(this.#parts.live.now()));
  }

  #unitOf(book: Book, place: PlaceKey) {
    const [first, kind] = place.split('^');
    return first === CENSUS ? (kind as UnitKind) : book.map.unitOf(place);
  }

  #heldIn(book: Book, kind: UnitKind): Map<string, Held> {
    return new Map([...book.held].filter(([, { place }]) => book.map.unitOf(place) === kind));
  }

  #count(book: Book, kind: UnitKind) {
    const beds = new Map([...book.beds].filter(([place]) => this.#unitOf(book, place) === kind));
    return countUnit([...this.#heldIn(book, kind).values()], beds, isBedKey);
  }

  async #publishBook(facility: string, book: Book): Promise<void> {
    const { intake, live, traces } = this.#parts;
    const { told } = book;
    if (told === null) return;
    const now = live.now();
    const confirms = told.at > book.confirmedAt && now - book.confirmedAt >= CONFIRM_EVERY_MS;
    const kinds = confirms ? new Set([...book.map.units(), ...book.dirty]) : book.dirty;
    if (kinds.size === 0) return;
    if (confirms) book.confirmedAt = now;
    book.dirty = new Set();
    const items = [...kinds].map((kind) => this.#itemOf(facility, book, kind, told.at));
    const places = book.places.splice(0);
    const publish = () => intake.take(told.message, items, { principal: told.principal });
    await traces.own('publish beds', places, publish);
  }

  /** `at`: when the feed spoke last, milliseconds: the count is as old as that. */
  #itemOf(facility: string, book: Book, kind: UnitKind, at: number): FeedItem {
    const count = this.#count(book, kind);
    const configured = book.staffed[kind] ?? null;
    const elsewhere = configured === null ? this.#staffedElsewhere(facility, kind) : null;
    const staffed = configured ?? elsewhere;
    const available = availableOf(staffed, count);
    return {
      place: kind,
      subject: { identifiers: [{ system: OWN, value: facility }], name: null },
      kind,
      figures: {
        ...NO_FIGURES,
        staffed: configured,
        occupied: count.occupied,
        available,
        observedAt: iso(at),
      },
      anomalies: [],
      ...(available === null
        ? {}
        : {
            flags:
              elsewhere === null
                ? ['DERIVED' as const]
                : ['DERIVED' as const, 'MIXED_SOURCES' as const],
          }),
    };
  }

  /** Staffed beds by the hospital's other word: movements cannot tell them. */
  #staffedElsewhere(facility: string, kind: UnitKind): number | null {
    const { live } = this.#parts;
    const site = live.picture.facilities[facility];
    return site === undefined ? null : (viewUnit(site, kind, live.now())?.staffed ?? null);
  }
}

/** Places that a census added: nobody named the patient or the bed. */
const CENSUS = '*census';
const isCensusPlace = (place: PlaceKey, kind: UnitKind) => place.startsWith(`${CENSUS}^${kind}^`);

/** Those of the second list that the first does not account for, each as often as it came anew. */
function newOnes<One>(before: readonly One[], after: readonly One[]): One[] {
  const left = [...before];
  return after.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const hashOf = (...parts: string[]) => createHash('sha256').update(parts.join('|')).digest('hex');
