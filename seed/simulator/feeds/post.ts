/**
 * Brings what simulated hospitals have to tell to the server, each in its own way, as an outside party: by keys, a person's session,
 * a socket, or a file in a folder. No rule and no chance of the simulation in here.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnitKind } from '../../../server/domain/words.ts';
import type { ObservationBody, Result } from '../actions.ts';
import { leftToTell, speaksOf, STRANGER, type Dialect } from '../dialects.ts';
import { randomStream, type Random } from '../random.ts';
import { adtMessage } from './adt.ts';
import { spreadsheet } from './csv.ts';
import { bedBundle, measureReport } from './fhir.ts';
import { haveDistribution, haveDocument, ownIdentifier, type HaveSite } from './have.ts';
import { MllpLine, type Address } from './mllp-line.ts';
import { Register } from './register.ts';
import { momentOf, type Observe, type Told } from './report.ts';
import type { Sessions } from './sessions.ts';

/** Asks the server: method, path under the API, body as it goes over the wire with its type, and who asks. */
export type Ask = (
  method: 'POST' | 'PUT',
  path: string,
  content: { type: string; body: string },
  who: Record<string, string>,
) => Promise<Result>;

export interface PostParts {
  seed: number;
  /** Tells one run from another in the numbers of messages. */
  run: string;
  ask: Ask;
  /** API keys by facility. */
  keys: Record<string, string>;
  sessions: Sessions;
  /** Null: nobody listens there, and hospitals that would send movements tell by the API. */
  mllp: Address | null;
  /** Null: there is none, and spreadsheets are sent. */
  dropFolder: string | null;
}

const OK: Result = { ok: true, data: null };
/** An hour of the real clock: so often a hospital says again that a unit is open, and with how many places. */
const SAID_AGAIN_MS = 3_600_000;
/** Of the distributions so many are followed by an exercise, which must touch nothing. */
const EXERCISES = 0.1;

export class Post {
  readonly #parts: PostParts;
  readonly #registers = new Map<string, Register>();
  readonly #lines = new Map<string, MllpLine>();
  /** Messages that were not acknowledged yet, in their order. */
  readonly #waiting = new Map<string, string[]>();
  /** What was told of a unit by the API, and when, by facility and unit. */
  readonly #said = new Map<string, { what: string; at: number }>();
  readonly #last = new Map<string, Map<UnitKind, Told>>();
  /** When the figures were of that people tapped, by facility and unit. */
  readonly #tapped = new Map<string, string>();
  readonly #randoms = new Map<string, Random>();
  #count = 0;

  constructor(parts: PostParts) {
    this.#parts = parts;
  }

  /** Takes up what is about to be told: a system that speaks for two sites knows both. */
  hear(facility: string, observed: readonly Observe[]): void {
    const last = this.#last.get(facility) ?? new Map<UnitKind, Told>();
    for (const { unit, body } of observed) last.set(unit, { unit, body });
    this.#last.set(facility, last);
  }

  /** Tells a facility's figures; `now` in milliseconds. The first thing that was refused is the result. */
  async tell(
    facility: string,
    dialect: Dialect,
    observed: readonly Observe[],
    now: number,
  ): Promise<Result> {
    const told = observed.map(({ unit, body }): Told => ({ unit, body }));
    const way = this.#wayOf(dialect);
    if (way === 'api' || way === 'hand') return this.#byApi(facility, way, told);
    const [spoken, rest] = [
      told.filter(({ unit }) => speaksOf(way, unit)),
      told.filter(({ unit }) => !speaksOf(way, unit)),
    ];
    const sent = spoken.length === 0 ? OK : await this.#speak(facility, way, spoken, now);
    const left = spoken.flatMap((one) => this.#leftOf(facility, way, one, now));
    const others = await this.#byApi(facility, 'api', [...rest, ...left]);
    return sent.ok ? others : sent;
  }

  /** Whether the person's figure that stands there is one that the simulation tapped. */
  isOwn(facility: string, unit: UnitKind, observedAt: string | null): boolean {
    return observedAt !== null && this.#tapped.get(`${facility} ${unit}`) === observedAt;
  }

  close(): void {
    for (const line of this.#lines.values()) line.close();
  }

  #wayOf(dialect: Dialect): Dialect {
    const { mllp, dropFolder } = this.#parts;
    if (dialect === 'hl7v2' && mllp === null) return 'api';
    return dialect === 'csv-drop' && dropFolder === null ? 'csv' : dialect;
  }

  #speak(facility: string, way: Dialect, told: readonly Told[], now: number): Promise<Result> {
    const id = `${this.#parts.run.slice(0, 8)}-${(this.#count += 1)}`;
    switch (way) {
      case 'hl7v2':
        return this.#byMovements(facility, told, now);
      case 'fhir':
        return this.#send(facility, 'fhir', measureReport(facility, told, id));
      case 'fhir-beds':
        return this.#send(facility, 'fhir', bedBundle(facility, told, id));
      case 'have':
        return this.#send(facility, 'have', haveDocument(this.#sitesOf(facility, told)));
      case 'have-de':
        return this.#byDistribution(facility, told, id);
      case 'csv':
        return this.#send(facility, 'csv', spreadsheet(facility, told));
      case 'csv-drop':
        return this.#byFolder(facility, told);
      case 'api':
      case 'hand':
        return this.#byApi(facility, way, told);
    }
  }

  async #byApi(
    facility: string,
    way: 'api' | 'hand',
    told: readonly { unit: UnitKind; body: Partial<ObservationBody> }[],
  ): Promise<Result> {
    const { ask, keys, sessions } = this.#parts;
    let worst: Result = OK;
    const key = { authorization: `Bearer ${keys[facility] ?? ''}` };
    const who = way === 'hand' ? ((await sessions.of(facility)) ?? key) : key;
    for (const { unit, body } of told) {
      const content = { type: 'application/json', body: JSON.stringify(body) };
      if (way === 'hand') this.#tapped.set(`${facility} ${unit}`, body.observedAt ?? '');
      const result = await ask('PUT', `/facilities/${facility}/units/${unit}`, content, who);
      if (worst.ok && !result.ok) worst = result;
      if (!result.ok && result.status === 401) sessions.forget(facility);
    }
    return worst;
  }

  async #send(facility: string, dialect: 'fhir' | 'have' | 'csv', body: string): Promise<Result> {
    const { ask, keys } = this.#parts;
    const who = { authorization: `Bearer ${keys[facility] ?? ''}` };
    return refusedIn(await ask('POST', `/feeds/${dialect}`, { type: TYPES[dialect], body }, who));
  }

  async #byDistribution(facility: string, told: readonly Told[], id: string): Promise<Result> {
    const sites = this.#sitesOf(facility, told);
    const sent = await this.#send(facility, 'have', haveDistribution(sites, { id, use: 'Actual' }));
    const random =
      this.#randoms.get(facility) ?? randomStream(this.#parts.seed, `post:${facility}`);
    this.#randoms.set(facility, random);
    if (!random.chance(EXERCISES)) return sent;
    const nothing = told.map(({ unit, body }) => ({ unit, body: { ...body, available: 0 } }));
    const exercise = { id: `${id}-x`, use: 'Exercise' } as const;
    const tried = await this.#send(
      facility,
      'have',
      haveDistribution(this.#sitesOf(facility, nothing), exercise),
    );
    return sent.ok ? tried : sent;
  }

  #sitesOf(facility: string, told: readonly Told[]): HaveSite[] {
    const own = { identifier: ownIdentifier(facility), name: facility, told };
    const second = [...(this.#last.get(STRANGER.second)?.values() ?? [])];
    return facility === STRANGER.facility && second.length > 0
      ? [own, { identifier: STRANGER.identifier, name: 'Tweede locatie', told: second }]
      : [own];
  }

  /** A file is written under another name first: who looks into the folder must not find half of it. */
  async #byFolder(facility: string, told: readonly Told[]): Promise<Result> {
    const folder = this.#parts.dropFolder ?? '';
    const name = `${facility}-${momentOf(told).replace(/[-:.]/g, '')}`;
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `.${name}.part`), spreadsheet(facility, told));
      await rename(join(folder, `.${name}.part`), join(folder, `${name}.csv`));
      return OK;
    } catch {
      return NOT_REACHED;
    }
  }

  async #byMovements(facility: string, told: readonly Told[], now: number): Promise<Result> {
    const { run, mllp, seed } = this.#parts;
    if (mllp === null) return NOT_REACHED;
    const register = this.#registers.get(facility) ?? new Register(facility, seed);
    this.#registers.set(facility, register);
    const waiting = this.#waiting.get(facility) ?? [];
    this.#waiting.set(facility, waiting);
    const counts = told.map(({ unit, body }) => ({ unit, occupied: body.occupied }));
    for (const movement of register.tell(counts, now))
      waiting.push(adtMessage({ facility }, `${run.slice(0, 8)}${(this.#count += 1)}`, movement));
    const line = this.#lines.get(facility) ?? new MllpLine(mllp);
    this.#lines.set(facility, line);
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      let code: string;
      try {
        code = await line.send(next);
      } catch {
        return NOT_REACHED;
      }
      // "Not now" is asked again with the next report; a message that is bad would be bad again.
      if (code === 'AR') return { ok: false, status: 503, code };
      waiting.shift();
      if (code !== 'AA') return { ok: false, status: 422, code };
    }
    return OK;
  }

  #leftOf(facility: string, way: Dialect, { unit, body }: Told, now: number) {
    const left = leftToTell(way, body);
    const crowding = left.nedocs !== undefined || left.offloadMinutes !== undefined;
    const name = `${facility} ${unit}`;
    const what = `${left.status} ${left.staffed}`;
    const said = this.#said.get(name);
    const news = said?.what !== what || now - said.at >= SAID_AGAIN_MS;
    if (!crowding && (left.status === undefined || !news)) return [];
    this.#said.set(name, { what, at: now });
    return [{ unit, body: left }];
  }
}

const TYPES = { fhir: 'application/fhir+json', have: 'application/xml', csv: 'text/csv' } as const;
const NOT_REACHED: Result = { ok: false, status: 0, code: 'NOT_REACHED' };

/** An answer that says yes to the message may say no to one of its items. */
function refusedIn(result: Result): Result {
  if (!result.ok) return result;
  const { items } = (result.data ?? {}) as { items?: unknown };
  const rows = Array.isArray(items) ? (items as { outcome?: string; code?: string }[]) : [];
  const refused = rows.find(({ outcome }) => outcome === 'refused');
  return refused === undefined
    ? result
    : { ok: false, status: 422, code: refused.code ?? 'REFUSED' };
}
