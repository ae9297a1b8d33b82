/** Takes messages of hospitals' systems in: thousands a second pass here, so what comes while a commit is under way shares the next. */
import type { VisitEvent } from '#domain/occupancy/visit.ts';
import type { Taken, Taking } from '../occupancy.ts';
import { eventOf } from '../sqlite/occupancy.ts';
import { SILENT_MS } from './patience.ts';
import { Transactions, type Tx } from './transactions.ts';

interface Waiting {
  taking: Taking;
  resolve: (taken: Taken) => void;
  reject: (fault: unknown) => void;
}

export interface Taker {
  /** Durable when it resolves. */
  take(taking: Taking): Promise<Taken>;
  close(): Promise<void>;
}

/** Messages in one commit at most. */
const MOST = 500;

/** On a connection of its own. */
export function createTaker(url: string): Taker {
  const transactions = new Transactions(url, SILENT_MS);
  let waiting: Waiting[] = [];
  let writing = false;

  async function flush(): Promise<void> {
    writing = true;
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const group = waiting.slice(0, MOST);
      waiting = waiting.slice(MOST);
      await settle(group);
    }
    writing = false;
  }
  async function settle(group: readonly Waiting[]): Promise<void> {
    try {
      const taken = await transactions.run((tx) => takeAll(tx, group));
      for (const [nth, one] of group.entries())
        one.resolve(taken[nth] ?? { repeated: true, version: 0, visits: [] });
    } catch (fault) {
      // One that cannot be written must not take the others with it.
      if (group.length === 1) return group[0]?.reject(fault);
      for (const one of group) await settle([one]);
    }
  }
  return {
    take: (taking) =>
      new Promise((resolve, reject) => {
        waiting.push({ taking, resolve, reject });
        if (!writing) void flush();
      }),
    close: () => transactions.close(),
  };
}

async function takeAll(tx: Tx, group: readonly Waiting[]): Promise<Taken[]> {
  const controls = group.map(({ taking }) => taking.control);
  const fresh = new Set(
    (
      await tx<{ control: string }[]>`
        insert into visit_messages (control, at)
        select * from unnest(${controls}::text[], ${group.map(({ taking }) => Date.parse(taking.at))}::bigint[])
        on conflict do nothing returning control`
    ).map((row) => row.control),
  );
  const versions = await countBooks(tx, group, fresh);
  const taken: Taken[] = [];
  let batch: { nth: number; taking: Taking }[] = [];
  let seen = new Set<string>();
  const write = async () => {
    const written = await takeBatch(
      tx,
      batch.map(({ taking }) => taking),
    );
    for (const [nth, visits] of written.entries()) {
      const at = batch[nth]?.nth ?? -1;
      taken[at] = { repeated: false, version: versions[at] ?? 0, visits };
    }
    batch = [];
    seen = new Set();
  };
  for (const [nth, { taking }] of group.entries()) {
    // Deleted once it was met: the second of the same in one group is a repeat too.
    if (!fresh.delete(taking.control)) {
      taken[nth] = { repeated: true, version: versions[nth] ?? 0, visits: [] };
      continue;
    }
    // What is answered is what stands after this message, so a visit comes once in a batch, and a rename begins one.
    const visits = new Set(taking.visits.map(({ visit }) => `${taking.facility} ${visit}`));
    if (
      batch.length > 0 &&
      (taking.renames.length > 0 || [...visits].some((visit) => seen.has(visit)))
    )
      await write();
    batch.push({ nth, taking });
    for (const visit of visits) seen.add(visit);
    if (taking.renames.length > 0) await write();
  }
  if (batch.length > 0) await write();
  return taken;
}

/**
 * The version of the facility's book after each message. The row is held until the commit, so what servers write to one book stands in
 * one line; in one order on all servers, so that none waits for the other.
 */
async function countBooks(
  tx: Tx,
  group: readonly Waiting[],
  fresh: ReadonlySet<string>,
): Promise<number[]> {
  const unseen = new Set(fresh);
  const isNew = group.map(({ taking }) => unseen.delete(taking.control));
  const written = new Map<string, number>();
  for (const [nth, { taking }] of group.entries())
    written.set(taking.facility, (written.get(taking.facility) ?? 0) + Number(isNew[nth]));
  const books = [...written].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = await tx<{ facility: string; version: number }[]>`
    insert into bed_books (facility, version)
    select * from unnest(${books.map(([facility]) => facility)}::text[], ${books.map(([, count]) => count)}::bigint[])
    on conflict (facility) do update set version = bed_books.version + excluded.version
    returning facility, version`;
  const at = new Map(
    rows.map(({ facility, version }) => [facility, version - (written.get(facility) ?? 0)]),
  );
  return group.map(({ taking: { facility } }, nth) => {
    const version = (at.get(facility) ?? 0) + Number(isNew[nth]);
    at.set(facility, version);
    return version;
  });
}

/** Of each message the visits that it touched, as they stand then. */
async function takeBatch(tx: Tx, batch: readonly Taking[]): Promise<Taken['visits'][]> {
  const touched = batch.map(() => new Set<string>());
  for (const [nth, { facility, renames }] of batch.entries())
    for (const { from, to } of renames) {
      await tx`update visit_events set visit = ${to} where facility = ${facility} and visit = ${from}`;
      touched[nth]?.add(from).add(to);
    }
  const events = batch.flatMap(({ facility, visits }, nth) =>
    visits.map(({ visit, event }) => {
      touched[nth]?.add(visit);
      const flag = 'moves' in event ? event.moves : 'keepsBed' in event ? event.keepsBed : null;
      const place = 'place' in event ? event.place : null;
      // As text, for the driver guesses the type of an array from its first value.
      return { facility, visit, ...event, place, flag: flag === null ? null : String(flag) };
    }),
  );
  if (events.length > 0)
    await tx`insert into visit_events (facility, visit, at, "order", kind, place, flag)
      select e.facility, e.visit, e.at, e."order", e.kind, e.place, e.flag::boolean
      from unnest(${events.map((one) => one.facility)}::text[], ${events.map((one) => one.visit)}::text[],
        ${events.map((one) => one.at)}::bigint[], ${events.map((one) => one.order)}::bigint[],
        ${events.map((one) => one.kind)}::text[], ${events.map((one) => one.place)}::text[],
        ${events.map((one) => one.flag)}::text[]) as e(facility, visit, at, "order", kind, place, flag)`;
  await saveBeds(tx, batch);
  const wanted = batch.flatMap(({ facility }, nth) =>
    [...(touched[nth] ?? [])].map((visit) => ({ facility, visit })),
  );
  const rows = await tx<(EventRow & { facility: string; visit: string })[]>`
    select facility, visit, at, "order", kind, place, flag from visit_events
    where (facility, visit) in (select * from unnest(
      ${wanted.map((one) => one.facility)}::text[], ${wanted.map((one) => one.visit)}::text[]))
    order by at, "order"`;
  const found = new Map<string, VisitEvent[]>();
  for (const row of rows) {
    const key = `${row.facility} ${row.visit}`;
    const known = found.get(key) ?? [];
    known.push(eventOf(row));
    found.set(key, known);
  }
  return batch.map(({ facility }, nth) =>
    [...(touched[nth] ?? [])].map((visit) => ({
      visit,
      events: found.get(`${facility} ${visit}`) ?? [],
    })),
  );
}

type EventRow = Parameters<typeof eventOf>[0];

/** The newest word of each bed; one statement may name a row once. */
async function saveBeds(tx: Tx, batch: readonly Taking[]): Promise<void> {
  const newest = new Map<string, { facility: string; place: string; state: string; at: number }>();
  for (const { facility, beds } of batch)
    for (const bed of beds) {
      const key = `${facility} ${bed.place}`;
      const known = newest.get(key);
      if (known === undefined || bed.at >= known.at) newest.set(key, { facility, ...bed });
    }
  if (newest.size === 0) return;
  // In one order on all servers, so that none waits for the other.
  const rows = [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await tx`insert into bed_words (facility, place, state, at)
    select * from unnest(${rows.map((one) => one.facility)}::text[], ${rows.map((one) => one.place)}::text[],
      ${rows.map((one) => one.state)}::text[], ${rows.map((one) => one.at)}::bigint[])
    on conflict (facility, place) do update set state = excluded.state, at = excluded.at
    where excluded.at >= bed_words.at`;
}
