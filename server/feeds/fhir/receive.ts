/**
 * FHIR R4 in: a report, a service, a ward, a bed, or a bundle of them. Read with the few fields that we know, translated, taken in;
 * answered as FHIR has it. Source: FHIR 4.0.1, http.html#transaction; capacity model, 2.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { isSomebodysName } from '#domain/person-data.ts';
import type { BedBook, BedWord } from '../core/beds.ts';
import type { FeedHealth } from '../core/health.ts';
import type { FeedSender, Intake } from '../core/intake.ts';
import type { Anomaly, FeedItem, FeedMessage, ItemOutcome } from '../core/item.ts';
import { bundleAnswer, outcome, outcomeOfItems, type Answer, type EntryAnswer } from './answers.ts';
import { itemOfService } from './healthcare-service.ts';
import { bedOf, censusOf, isBed, itemOfWard } from './location.ts';
import { itemsOfReport } from './measure-report.ts';
import { bundleSchema, instantOf, TAKEN, type BundleIn, type TakenIn } from './resources.ts';
import { Referred, subjectOf } from './subjects.ts';

export interface FhirParts {
  intake: Intake;
  health: FeedHealth;
  /** Absent: nobody keeps beds here, and what is said of single beds is passed over. */
  beds?: BedBook;
  /** Milliseconds. */
  clock: () => number;
}

/** One resource translated, or why it could not be. */
type Read =
  | {
      ok: true;
      type: keyof typeof TAKEN;
      items: FeedItem[];
      beds: BedWord[];
      anomalies: Anomaly[];
      at: string | null;
    }
  | { ok: false; status: number; code: string; issues: { path: string; message: string }[] };

export class FhirFeed {
  readonly #parts: FhirParts;

  constructor(parts: FhirParts) {
    this.#parts = parts;
  }

  /** Takes a body in. Every fault is answered as an OperationOutcome; nothing of a refused message is written. */
  async receive(body: string, sender: FeedSender): Promise<Answer> {
    const { health } = this.#parts;
    const feed = sender.principal.actor.id;
    const hash = createHash('sha256').update(body).digest('hex');
    const refused = (status: number, code: string, issues: { path: string; message: string }[]) => {
      health.tookMessage({ feed, channel: 'fhir' }, null);
      health.failed({ feed, channel: 'fhir' }, code);
      return { status, body: outcome('error', code, issues) };
    };
    const json = parse(body);
    if (json === undefined)
      return refused(400, 'MALFORMED_JSON', [{ path: '', message: 'The body is not JSON.' }]);
    const { resourceType, id } = named(json);
    const message: FeedMessage = { channel: 'fhir', feed, messageId: id, hash };
    if (resourceType === 'Bundle') {
      const bundle = bundleSchema.safeParse(json);
      if (!bundle.success) return refused(422, 'VALIDATION', issuesOf(bundle.error, 'Bundle'));
      return this.#bundle(bundle.data, json, message, sender);
    }
    const read = this.#read(json, new Referred(), resourceType ?? '');
    if (!read.ok) return refused(read.status, read.code, read.issues);
    health.tookMessage(message, read.at, read.anomalies);
    const outcomes = await this.#take(message, [read], sender, false);
    return {
      status: statusOf(outcomes.flat()),
      body: outcomeOfItems(outcomes.flat(), read.anomalies),
    };
  }

  async #bundle(
    bundle: BundleIn,
    json: unknown,
    message: FeedMessage,
    sender: FeedSender,
  ): Promise<Answer> {
    const { health } = this.#parts;
    const referred = new Referred(bundle);
    const reads = bundle.entry.map((entry, n): Read => {
      const method = entry.request?.method.toUpperCase();
      if (method !== undefined && method !== 'POST' && method !== 'PUT')
        return {
          ok: false,
          status: 405,
          code: 'METHOD_NOT_ALLOWED',
          issues: [at(n, 'request.method')],
        };
      return this.#read(entry.resource, referred, `Bundle.entry[${n}].resource`);
    });
    const anomalies = reads.flatMap((read) => (read.ok ? read.anomalies : []));
    const times = reads.flatMap((read) => (read.ok && read.at !== null ? [read.at] : []));
    health.tookMessage(
      message,
      instantOf(bundle.timestamp) ?? times.sort().at(-1) ?? null,
      anomalies,
    );
    const faults = reads.flatMap((read) => (read.ok ? [] : [read]));
    for (const fault of faults) health.failed(message, fault.code);
    const [first] = faults;
    // A transaction stands or falls as one.
    if (bundle.type === 'transaction' && first !== undefined)
      return {
        status: first.status,
        body: outcome(
          'error',
          first.code,
          faults.flatMap((one) => one.issues),
        ),
      };

    const good = reads.flatMap((read) => (read.ok ? [read] : []));
    if (isWholeSearch(bundle, json)) {
      const beds = good.flatMap((read) => read.beds);
      for (const read of good) read.beds = [];
      const census = censusOf(beds, instantOf(bundle.timestamp));
      if (census.length > 0)
        good.push({ ok: true, type: 'Location', items: census, beds: [], anomalies: [], at: null });
    }
    const together = bundle.type === 'transaction';
    const taken = await this.#take(message, good, sender, together);
    const denied = taken.flat().find((one) => one.outcome === 'refused');
    if (together && denied !== undefined)
      return {
        status: denied.code === 'FORBIDDEN' ? 403 : 422,
        body: outcome('error', denied.code ?? 'REFUSED', [
          { path: denied.place, message: denied.code ?? '' },
        ]),
      };
    if (bundle.type !== 'transaction' && bundle.type !== 'batch')
      return {
        status:
          faults.length > 0 && good.length === 0 ? (first?.status ?? 422) : statusOf(taken.flat()),
        body: outcomeOfItems(
          taken.flat(),
          anomalies,
          faults.flatMap((one) => one.issues),
        ),
      };
    const byRead = new Map(good.map((read, n) => [read as Read, taken[n] ?? []]));
    const entries = reads.map((read): EntryAnswer => {
      if (!read.ok)
        return { status: read.status, outcome: outcome('error', read.code, read.issues) };
      const mine = byRead.get(read) ?? [];
      return { status: statusOf(mine), outcome: outcomeOfItems(mine, read.anomalies) };
    });
    return { status: 200, body: bundleAnswer(bundle.type, entries) };
  }

  async #take(
    message: FeedMessage,
    reads: readonly Extract<Read, { ok: true }>[],
    sender: FeedSender,
    together: boolean,
  ): Promise<ItemOutcome[][]> {
    const { intake, beds } = this.#parts;
    const items = reads.flatMap((read) => read.items);
    const outcomes = together
      ? await intake.takeTogether(message, items, sender)
      : await intake.take(message, items, sender);
    // A transaction that was refused leaves the beds alone too.
    const goesOn = !together || outcomes.every((one) => one.outcome !== 'refused');
    const all: ItemOutcome[][] = [];
    let from = 0;
    for (const read of reads) {
      const mine = outcomes.slice(from, from + read.items.length);
      from += read.items.length;
      if (read.beds.length > 0 && goesOn)
        mine.push(
          ...(beds === undefined
            ? read.beds.map(unkept)
            : await beds.setBeds(message, read.beds, sender)),
        );
      all.push(mine);
    }
    return all;
  }

  #read(resource: unknown, referred: Referred, place: string): Read {
    const { resourceType } = named(resource);
    const type = (Object.keys(TAKEN) as (keyof typeof TAKEN)[]).find((one) => one === resourceType);
    if (type === undefined)
      return {
        ok: false,
        status: 422,
        code: 'UNKNOWN_RESOURCE',
        issues: [
          { path: `${place}.resourceType`, message: 'This type of resource is not taken in.' },
        ],
      };
    const parsed = TAKEN[type].safeParse(resource);
    if (!parsed.success)
      return { ok: false, status: 422, code: 'VALIDATION', issues: issuesOf(parsed.error, place) };
    return { ok: true, type, ...this.#translate(parsed.data, referred, place) };
  }

  #translate(
    resource: TakenIn,
    referred: Referred,
    place: string,
  ): { items: FeedItem[]; beds: BedWord[]; anomalies: Anomaly[]; at: string | null } {
    switch (resource.resourceType) {
      case 'MeasureReport': {
        // Not final: an error withdraws nothing, and what is pending is not said yet.
        if (resource.status !== 'complete')
          return { items: [], beds: [], anomalies: ['NOT_ACTUAL'], at: null };
        const within = referred.with(resource.contained);
        const dataLocation = resource.extension.find((one) =>
          one.url.endsWith('/extension-dataLocation'),
        );
        const subject = subjectOf(
          within.identifiers(dataLocation?.valueReference),
          within.identifiers(resource.subject),
        );
        const { items, anomalies, observedAt } = itemsOfReport(resource, subject, place);
        return { items, beds: [], anomalies, at: observedAt };
      }
      case 'HealthcareService': {
        const service = itemOfService(resource, referred, this.#parts.clock(), place);
        return { ...service, beds: [], at: instantOf(resource.meta?.lastUpdated) };
      }
      case 'Location': {
        const at = instantOf(resource.meta?.lastUpdated);
        if (!isBed(resource)) return { ...itemOfWard(resource, referred, place), beds: [], at };
        const bed = bedOf(resource, referred, place);
        return bed === null
          ? { items: [], beds: [], anomalies: ['UNMAPPED_PLACE'], at }
          : { items: [], beds: [bed], anomalies: [], at };
      }
    }
  }
}

/** All that the search found is here: a total that is met and no further page. Part of a search is no census. */
function isWholeSearch(bundle: BundleIn, json: unknown): boolean {
  if (bundle.type !== 'searchset') return false;
  const { total, link } = json as { total?: unknown; link?: unknown };
  const further = Array.isArray(link)
    ? link.some((one: unknown) => (one as { relation?: unknown } | null)?.relation === 'next')
    : false;
  return total === bundle.entry.length && !further;
}

const unkept = ({ place }: BedWord): ItemOutcome => ({
  ...{ place, outcome: 'ignored', code: 'NO_BED_BOOK', facility: null, kind: null },
  anomalies: ['UNMAPPED_PLACE'],
});

/** Nothing but strangers: accepted to wait. Nothing but refusals: refused. */
function statusOf(outcomes: readonly ItemOutcome[]): number {
  const all = (kind: ItemOutcome['outcome']) =>
    outcomes.length > 0 && outcomes.every((one) => one.outcome === kind);
  if (all('quarantined')) return 202;
  if (all('refused')) return outcomes.every((one) => one.code === 'FORBIDDEN') ? 403 : 422;
  return 200;
}

const at = (n: number, path: string) => ({
  path: `Bundle.entry[${n}].${path}`,
  message: 'Only POST and PUT are done here.',
});

function issuesOf(error: z.ZodError, place: string): { path: string; message: string }[] {
  return error.issues.slice(0, 50).map(({ path, message }) => ({
    path: path.reduce<string>(
      (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${String(step)}`),
      place,
    ),
    message,
  }));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function named(json: unknown): { resourceType: string | null; id: string | null } {
  const { resourceType, id } = (typeof json === 'object' && json !== null ? json : {}) as Record<
    string,
    unknown
  >;
  return {
    resourceType: typeof resourceType === 'string' ? resourceType : null,
    // A resource's id is its sender's own and may be anybody's number.
    id: typeof id === 'string' && id.length <= 100 && !isSomebodysName(id) ? id : null,
  };
}
