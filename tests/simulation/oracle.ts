/**
 * What must hold whatever happens, judged from the outside: by the rows of the database, by what was sent and by what pages show. It
 * follows the ledger by itself, so that no server's word is taken for anything.
 */
import { isDeepStrictEqual } from 'node:util';
import { audienceOf } from '#domain/access/table.ts';
import { apply } from '#domain/apply.ts';
import { projectPicture } from '#domain/audience/project.ts';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import { ms } from '#domain/clock.ts';
import type { Advice, Entry } from '#domain/entries.ts';
import { EMPTY_PICTURE, type Picture } from '#domain/picture.ts';
import { ZERO_HASH } from '../../db/ledger.ts';
import { PEOPLE, type PersonName } from '../support/land.ts';
import { markOf, type Deed, type Deeds } from './deeds.ts';
import type { Answered } from './handle.ts';
import type { Keeper } from './keeper.ts';
import type { Page } from './page.ts';
import type { SimulatedServer } from './server.ts';
import type { World } from './world.ts';

export const RULES = [
  'what was acknowledged is never lost',
  'nothing is written twice',
  'one key has one answer',
  'what stands is not refused',
  'seq has no gap',
  'time never goes back',
  'the chain is whole',
  'a bay has one winner',
  'a page shows what its audience may see',
  'nobody hears of a case that is not theirs',
  'all servers have the same picture',
  'what one server acknowledged another shows',
  'nobody is refused what a server has not heard of yet',
  'the decision log holds each decision',
  'everything comes to rest',
  'nothing fails by itself',
] as const;
export type Rule = (typeof RULES)[number];

export interface Violation {
  rule: Rule;
  detail: string;
  /** Milliseconds since the beginning. */
  at: number;
}

/** A request, by whom it was answered, and how things stood when it arrived there. */
export interface Asked {
  key: string | null;
  path: string;
  by: SimulatedServer;
  when: { at: number; seq: number };
}

/** A server waits so long for what others wrote, milliseconds. */
const REFRESH_PATIENCE_MS = 1_000;

/** Who may know of a case, and since which seq. */
interface Known {
  rooms: Map<string, number>;
  facilities: Map<string, number>;
  regions: Map<string, number>;
}

const CASE_ID = /\b(?:alfa|bravo|charlie)-\d+-\d+\b/g;
const TEXT_ID = /"id":"(text-\d+)"/g;
/** Of the messages that a page takes in, so many are looked at: looking at each would take most of the time. */
const LOOKED_AT = 0.08;

export class Oracle {
  readonly violations: Violation[] = [];
  readonly #world: World;
  readonly #keeper: Keeper;
  #lastHash = ZERO_HASH;
  readonly #deeds: Deeds;
  readonly #began: number;
  /** The picture after each seq. */
  readonly #truth: Picture[] = [EMPTY_PICTURE];
  /** When each mark was written, milliseconds. */
  readonly #written = new Map<string, number>();
  /** Advice that was written, and that there must be, by occasion and case. */
  readonly #advised = new Map<string, number>();
  readonly #owed = new Map<string, number>();
  readonly #known = new Map<string, Known>();

  constructor(world: World, keeper: Keeper, deeds: Deeds) {
    this.#world = world;
    this.#keeper = keeper;
    this.#deeds = deeds;
    this.#began = world.now;
    keeper.onCommit = (entries) => this.#committed(entries);
  }

  get head(): Picture {
    return this.#truth.at(-1) ?? EMPTY_PICTURE;
  }

  fail(rule: Rule, detail: string): void {
    this.#world.note(`VIOLATION ${rule}: ${detail}`);
    this.violations.push({ rule, detail, at: this.#world.now - this.#began });
  }

  #committed(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const before = this.head;
      if (entry.seq !== before.seq + 1)
        this.fail('seq has no gap', `${entry.seq} follows ${before.seq}`);
      if (entry.at < before.at)
        this.fail('time never goes back', `${entry.seq}: ${entry.at} follows ${before.at}`);
      if (entry.prev !== this.#lastHash)
        this.fail('the chain is whole', `${entry.seq} does not follow`);
      this.#lastHash = entry.hash;
      this.#mark(entry);
      this.#winner(entry, before);
      const after = apply(before, entry);
      this.#truth.push(after);
      this.#concerns(entry, after);
    }
  }

  #mark(entry: Entry): void {
    const marks = this.#marksOf(entry);
    if (entry.kind === 'advice-given') this.#advice(entry.seq, entry.body.advice);
    if (entry.kind === 'case-opened' || entry.kind === 'case-revised')
      this.#count(this.#owed, `${entry.kind.slice('case-'.length)} ${entry.subject}`);
    for (const mark of marks) {
      if (this.#written.has(mark))
        this.fail('nothing is written twice', `${entry.seq}: ${entry.kind} ${mark}`);
      this.#written.set(mark, this.#world.now);
    }
  }

  /** The notes that it refers to, and the place that it names. */
  #marksOf(entry: Entry): string[] {
    const text = JSON.stringify(entry.body);
    const marks = [...text.matchAll(TEXT_ID)].map(([, id = '']) => this.#keeper.textOf(id) ?? id);
    if (entry.kind === 'case-opened') marks.push(markOf(entry.body.case.position));
    if (entry.kind === 'case-revised' && entry.body.moved !== null)
      marks.push(markOf(entry.body.moved.position));
    return marks;
  }

  /** Opening and each revision are answered with one advice; a decision is written with its own. */
  #advice(seq: number, { occasion, case: id }: Advice): void {
    if (occasion === 'decided') return;
    const what = `${occasion} case:${id}`;
    if (this.#count(this.#advised, what) > (this.#owed.get(what) ?? 0))
      this.fail('nothing is written twice', `${seq}: advice ${what}`);
  }

  #count(counts: Map<string, number>, what: string): number {
    const next = (counts.get(what) ?? 0) + 1;
    counts.set(what, next);
    return next;
  }

  /** A bay that is held was free, by all that was written before. */
  #winner(entry: Entry, before: Picture): void {
    if (entry.kind !== 'decision-made') return;
    const { decision, claim } = entry.body;
    const facility = before.facilities[decision.facility];
    if (facility === undefined || !claim.unitKinds.includes('trauma-bay')) return;
    const claims = facility.claims.filter((one) => one.case !== decision.case);
    const bay = viewUnit({ ...facility, claims }, 'trauma-bay', ms(decision.decidedAt));
    if (bay?.effectiveAvailable === 0)
      this.fail('a bay has one winner', `${entry.seq}: ${decision.case} at ${facility.id}`);
  }

  /** By the contract's words, not by the code that projects. */
  #concerns(entry: Entry, after: Picture): void {
    const { seq } = entry;
    const add = (to: Map<string, number>, id: string) => {
      if (!to.has(id)) to.set(id, seq);
    };
    if (entry.kind === 'case-opened') {
      const { id, room, region } = entry.body.case;
      const known: Known = { rooms: new Map(), facilities: new Map(), regions: new Map() };
      add(known.rooms, room);
      add(known.regions, region);
      this.#known.set(id, known);
    }
    if (entry.kind === 'case-revised' && entry.body.moved !== null) {
      const known = this.#known.get(entry.body.case);
      if (known !== undefined) add(known.regions, entry.body.moved.region);
    }
    if (entry.kind === 'decision-made') {
      const known = this.#known.get(entry.body.case);
      const { facility } = entry.body.decision;
      if (known === undefined) return;
      add(known.facilities, facility);
      add(known.regions, after.facilities[facility]?.region ?? '');
    }
  }

  /** A message as it came over the way. */
  heard(name: PersonName, event: string, text: string): void {
    if (event !== 'entries' && event !== 'snapshot') return;
    const { scope } = PEOPLE[name];
    let seq = 0;
    for (const id of new Set(text.match(CASE_ID))) {
      const known = this.#known.get(id);
      if (known === undefined) continue;
      if (seq === 0) ({ seq } = JSON.parse(text) as { seq: number });
      const by = (from: Map<string, number>, own: readonly string[]) =>
        own.some((one) => (from.get(one) ?? Infinity) <= seq);
      const mine =
        by(known.rooms, scope.room === null ? [] : [scope.room]) ||
        by(known.facilities, scope.facilities) ||
        (scope.regions === 'nation' ? true : by(known.regions, scope.regions));
      if (!mine) return this.fail('nobody hears of a case that is not theirs', `${name} of ${id}`);
    }
  }

  /** A page took a message in. */
  pictured(page: Page): void {
    if (this.#world.random.chance(LOOKED_AT)) this.#compare(page);
  }

  #compare({ name, live }: Page): void {
    const replica = live?.replica;
    if (replica?.picture == null || replica.seq === null) return;
    const truth = this.#truth[replica.seq];
    if (truth === undefined)
      return this.fail('a page shows what its audience may see', `${name} is at ${replica.seq}`);
    const { seq, at } = replica.picture;
    const expected = { ...projectPicture(truth, audienceOf(PEOPLE[name])), seq, at };
    if (!isDeepStrictEqual(replica.picture, expected))
      this.fail(
        'a page shows what its audience may see',
        `${name} at ${replica.seq}: ${firstDifference(replica.picture, expected)}`,
      );
  }

  /** What a server answers. */
  answered(
    { key, path, by }: Pick<Asked, 'key' | 'path' | 'by'>,
    { status, body }: Answered,
    { at: asked, seq }: Asked['when'],
  ): void {
    if (path.endsWith('/health')) this.#fresh(by, body, seq, asked);
    const deed = key === null ? undefined : this.#deeds.all.get(key.replace(/(key-\d+)-.*/, '$1'));
    if (deed === undefined) return;
    const at = this.#written.get(deed.mark) ?? deed.doneAt;
    if (status < 300) {
      deed.done.add(JSON.stringify(body));
      deed.doneAt ??= this.#world.now;
      if (deed.mark !== '' && !this.#written.has(deed.mark))
        this.fail('what was acknowledged is never lost', `${nameOf(deed)} is not in the ledger`);
      if (deed.done.size > 1) this.fail('one key has one answer', nameOf(deed));
    } else if (status < 500) {
      if (at !== null && at < asked)
        this.fail('what stands is not refused', `${nameOf(deed)}: ${status} ${codeOf(body)}`);
      if (this.#isKnown(deed, codeOf(body), seq))
        this.fail(
          'nobody is refused what a server has not heard of yet',
          `${nameOf(deed)}: ${codeOf(body)}`,
        );
    }
  }

  /** Whether what is said not to exist did exist by the entry `seq`, and does still: a case that was archived meanwhile does not. */
  #isKnown({ path, body }: Deed, code: string, seq: number): boolean {
    const [, what = '', id = '', , part = ''] = path.split('/');
    if (code === 'SEQ_IN_FUTURE') return (body as { seq: number }).seq <= seq;
    return [this.#truth[seq], this.head].every((picture) => {
      if (code === 'UNKNOWN_CASE') return what === 'cases' && picture?.cases[id] !== undefined;
      if (code !== 'UNKNOWN_STOP') return false;
      return picture?.facilities[id]?.stops.some((stop) => stop.id === part) ?? false;
    });
  }

  /** What any server had acknowledged when somebody asked is there, unless the way to the database broke meanwhile or it took long. */
  #fresh({ name, lastBroken }: SimulatedServer, body: unknown, then: number, asked: number): void {
    const { seq } = body as { seq: number };
    const inTime = this.#world.now - asked < REFRESH_PATIENCE_MS && lastBroken < asked;
    if (inTime && seq < then)
      this.fail('what one server acknowledged another shows', `${name}: ${seq} of ${then}`);
  }

  /** When all is healed and quiet. */
  async end(servers: readonly SimulatedServer[], pages: readonly Page[]): Promise<void> {
    const found = await this.#keeper.verify();
    if (!found.intact)
      this.fail('the chain is whole', `${found.broken.seq}: ${found.broken.problem}`);
    const entries = this.#keeper.entries();
    if (entries.length !== this.head.seq)
      this.fail('what was acknowledged is never lost', 'the ledger became shorter');
    const logged = this.#keeper.decisions();
    const made = entries.flatMap((entry) =>
      entry.kind === 'decision-made' ? [entry.body.decision.id] : [],
    );
    if (logged !== null && !isDeepStrictEqual(new Set(logged), new Set(made)))
      this.fail('the decision log holds each decision', `${logged.length} of ${made.length}`);
    const stand = new Set(entries.flatMap((entry) => this.#marksOf(entry)));
    for (const deed of this.#deeds.all.values())
      if (deed.acknowledged && deed.mark !== '' && !stand.has(deed.mark))
        this.fail('what was acknowledged is never lost', nameOf(deed));
    for (const { name, running } of servers)
      if (running !== null && !isDeepStrictEqual(running.live.picture, this.head))
        this.fail(
          'all servers have the same picture',
          `${name}: ${firstDifference(running.live.picture, this.head)}`,
        );
    for (const page of pages) this.#compare(page);
    for (const fault of this.#world.faults) this.fail('nothing fails by itself', fault);
  }
}

const nameOf = ({ who, method, path, mark, key }: Deed) =>
  `${who} ${method} ${path} ${mark} ${key}`;
const codeOf = (body: unknown) => String((body as { code?: unknown } | null)?.code);

/** Where two values part, as a path. */
function firstDifference(one: unknown, other: unknown, path = ''): string {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return `${path}: ${JSON.stringify(one)} and not ${JSON.stringify(other)}`;
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [a, b] = [(one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]];
    if (!isDeepStrictEqual(a, b)) return firstDifference(a, b, `${path}/${key}`);
  }
  return path;
}
