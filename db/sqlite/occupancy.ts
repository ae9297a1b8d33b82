import { and, asc, desc, eq, isNull, lt, max, sql } from 'drizzle-orm';
import type { BedState, BedWord } from '#domain/occupancy/unit-count.ts';
import type { PlaceKey, VisitEvent } from '#domain/occupancy/visit.ts';
import type { UnitKind } from '#domain/words.ts';
import {
  CONTROL_KEPT_HOURS,
  type ConnectionRow,
  type OccupancyStore,
  type PlaceRow,
  type Taken,
  type Taking,
} from '../occupancy.ts';
import {
  bed_words as b,
  feed_connections as c,
  feed_places as p,
  feed_staffed as f,
  visit_events as v,
  visit_messages as m,
  visit_secrets as s,
} from '../schema/occupancy.ts';
import { dropErasedPages, type Database } from './open.ts';

const HOUR_MS = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

export function eventOf(
  row: Pick<typeof v.$inferSelect, 'at' | 'order' | 'kind' | 'place' | 'flag'>,
): VisitEvent {
  const when = { at: row.at, order: row.order };
  const kind = row.kind as VisitEvent['kind'];
  switch (kind) {
    case 'left':
    case 'admission-cancelled':
      return { ...when, kind };
    case 'updated':
      return { ...when, kind, place: row.place, moves: row.flag ?? false };
    case 'on-leave':
      return { ...when, kind, keepsBed: row.flag ?? true };
    default:
      return { ...when, kind, place: row.place };
  }
}

export function placeOf(row: typeof p.$inferSelect): PlaceRow {
  const { point_of_care: pointOfCare, last_at, unit, ...rest } = row;
  return {
    ...rest,
    pointOfCare,
    unit: unit as UnitKind | null,
    lastAt: last_at === null ? null : iso(last_at),
  };
}

export function connectionOf(row: typeof c.$inferSelect): ConnectionRow {
  return {
    id: row.id,
    facility: row.facility,
    name: row.name,
    application: row.application,
    sendingFacility: row.sending_facility,
    certificate: row.certificate,
    ackMode: row.ack_mode === 'original' ? 'original' : 'auto',
    moveOnUpdate: row.move_on_update,
    bedCodes: JSON.parse(row.bed_codes) as Record<string, BedState>,
    createdAt: iso(row.created_at),
    revokedAt: row.revoked_at === null ? null : iso(row.revoked_at),
  };
}

/** A write that shares a commit with others; `done` is called when all of them are durable. */
interface Waiting {
  write: () => void;
  done: () => void;
  reject: (fault: unknown) => void;
}

/** Visits, beds and the map of places beside the ledger, on SQLite. */
export function openOccupancyStore(db: Database): OccupancyStore {
  const { drizzle, sqlite } = db;
  // The hot path is prepared once: thousands of messages a second pass here.
  const insertControl = sqlite.prepare(
    'insert into visit_messages (control, at) values (?, ?) on conflict do nothing',
  );
  const insertEvent = sqlite.prepare(
    'insert into visit_events (facility, visit, at, "order", kind, place, flag) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const renameVisit = sqlite.prepare(
    'update visit_events set visit = ? where facility = ? and visit = ?',
  );
  const upsertBed = sqlite.prepare(
    'insert into bed_words (facility, place, state, at) values (?, ?, ?, ?) on conflict (facility, place) do update set state = excluded.state, at = excluded.at where excluded.at >= bed_words.at',
  );
  const insertSight = sqlite.prepare(
    'insert into feed_places (facility, point_of_care, room, bed, unit, ignored, seen, last_at) values (?, ?, ?, ?, null, 0, 1, ?) on conflict (facility, point_of_care, room, bed) do update set seen = seen + 1, last_at = excluded.last_at',
  );
  const eventsOf = sqlite.prepare<
    [string, string],
    Pick<typeof v.$inferSelect, 'at' | 'order' | 'kind' | 'place'> & { flag: number | null }
  >(
    'select at, "order", kind, place, flag from visit_events where facility = ? and visit = ? order by at, "order"',
  );
  const knowsVisit = sqlite.prepare(
    'select 1 from visit_events where facility = ? and visit = ? limit 1',
  );
  const readEvents = (facility: string, visit: string): VisitEvent[] =>
    eventsOf
      .all(facility, visit)
      .map((row) => eventOf({ ...row, flag: row.flag === null ? null : row.flag === 1 }));

  // Who writes to a file's books is this process alone: the count need not outlive it.
  const versions = new Map<string, number>();
  const version = (facility: string) => versions.get(facility) ?? 0;
  const wrote = (facility: string) => {
    const next = version(facility) + 1;
    versions.set(facility, next);
    return next;
  };
  const readSecrets = (facility: string) =>
    drizzle
      .select()
      .from(s)
      .where(eq(s.facility, facility))
      .orderBy(desc(s.from))
      .all()
      .map(({ id, secret, from }) => ({ id, secret, from: iso(from) }));

  const writeOne = ({ facility, control, at, visits, beds, renames }: Taking): Taken => {
    if (insertControl.run(control, Date.parse(at)).changes === 0)
      return { repeated: true, version: version(facility), visits: [] };
    const touched = new Set<string>();
    for (const { from, to } of renames) {
      renameVisit.run(to, facility, from);
      touched.add(from).add(to);
    }
    for (const { visit, event } of visits) {
      const place = 'place' in event ? event.place : null;
      const flag = 'moves' in event ? event.moves : 'keepsBed' in event ? event.keepsBed : null;
      const bit = flag === null ? null : Number(flag);
      insertEvent.run(facility, visit, event.at, event.order, event.kind, place, bit);
      touched.add(visit);
    }
    for (const bed of beds) upsertBed.run(facility, bed.place, bed.state, bed.at);
    return {
      repeated: false,
      version: wrote(facility),
      visits: [...touched].map((visit) => ({ visit, events: readEvents(facility, visit) })),
    };
  };
  const writeAll = sqlite.transaction((group: readonly Waiting[]) => {
    for (const { write } of group) write();
  });
  let waiting: Waiting[] = [];
  const flush = () => {
    const group = waiting;
    waiting = [];
    try {
      writeAll(group);
      for (const { done } of group) done();
    } catch (fault) {
      // One that cannot be written must not take the others with it.
      if (group.length === 1) return group[0]?.reject(fault);
      for (const one of group) {
        try {
          writeAll([one]);
          one.done();
        } catch (own) {
          one.reject(own);
        }
      }
    }
  };

  /** What it gives is handed out when it is durable; what is asked in one turn of the event loop shares a commit. */
  const together = <T>(work: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      let result: T;
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({
        write: () => void (result = work()),
        done: () => resolve(result),
        reject,
      });
    });

  return {
    take: (taking) => together(() => writeOne(taking)),
    async visits(facility) {
      const found = new Map<string, VisitEvent[]>();
      const rows = drizzle
        .select()
        .from(v)
        .where(eq(v.facility, facility))
        .orderBy(asc(v.at), asc(v.order))
        .all();
      for (const row of rows) {
        const known = found.get(row.visit) ?? [];
        known.push(eventOf(row));
        found.set(row.visit, known);
      }
      return [...found].map(([visit, events]) => ({ visit, events }));
    },
    async beds(facility) {
      const rows = drizzle.select().from(b).where(eq(b.facility, facility)).all();
      return new Map<PlaceKey, BedWord>(
        rows.map((row) => [row.place, { state: row.state as BedState, at: row.at }]),
      );
    },
    async version(facility) {
      return version(facility);
    },
    async facilities() {
      const of = (table: typeof v | typeof b) =>
        drizzle.selectDistinct({ facility: table.facility }).from(table).all();
      return [...new Set([...of(v), ...of(b)].map((row) => row.facility))].sort();
    },
    async places(facility) {
      return drizzle
        .select()
        .from(p)
        .where(eq(p.facility, facility))
        .orderBy(asc(p.point_of_care), asc(p.room), asc(p.bed))
        .all()
        .map(placeOf);
    },
    async placeSums() {
      const known = sql`(${p.unit} is not null or ${p.ignored})`;
      return drizzle
        .select({
          facility: p.facility,
          mapped: sql<number>`sum(${known})`,
          unmapped: sql<number>`sum(not ${known})`,
          last_at: sql<number | null>`max(case when not ${known} then ${p.last_at} end)`,
        })
        .from(p)
        .groupBy(p.facility)
        .orderBy(asc(p.facility))
        .all()
        .map(({ last_at, ...row }) => ({ ...row, lastAt: last_at === null ? null : iso(last_at) }));
    },
    async mapPlace(facility, { pointOfCare, room, bed, unit, ignored }) {
      const set = { unit, ignored };
      drizzle
        .insert(p)
        .values({ facility, point_of_care: pointOfCare, room, bed, ...set, seen: 0 })
        .onConflictDoUpdate({ target: [p.facility, p.point_of_care, p.room, p.bed], set })
        .run();
      wrote(facility);
    },
    async savePlaces(facility, rows) {
      drizzle.transaction((tx) => {
        tx.update(p).set({ unit: null, ignored: false }).where(eq(p.facility, facility)).run();
        for (const { pointOfCare, room, bed, unit, ignored } of rows)
          tx.insert(p)
            .values({ facility, point_of_care: pointOfCare, room, bed, unit, ignored, seen: 0 })
            .onConflictDoUpdate({
              target: [p.facility, p.point_of_care, p.room, p.bed],
              set: { unit, ignored },
            })
            .run();
        // A row that is no map and was never seen says nothing.
        tx.delete(p)
          .where(and(eq(p.facility, facility), isNull(p.unit), eq(p.ignored, false), eq(p.seen, 0)))
          .run();
      });
      wrote(facility);
    },
    async sawPlace(facility, { pointOfCare, room, bed }, at) {
      await together(() => insertSight.run(facility, pointOfCare, room, bed, Date.parse(at)));
    },
    async learnPlace(facility, { pointOfCare, room, bed }, unit) {
      drizzle
        .insert(p)
        .values({ facility, point_of_care: pointOfCare, room, bed, unit, ignored: false, seen: 1 })
        .onConflictDoUpdate({
          target: [p.facility, p.point_of_care, p.room, p.bed],
          set: { unit },
          setWhere: and(isNull(p.unit), eq(p.ignored, false)),
        })
        .run();
      wrote(facility);
    },
    async staffed(facility) {
      const rows = drizzle.select().from(f).where(eq(f.facility, facility)).all();
      return Object.fromEntries(rows.map((row) => [row.unit, row.staffed]));
    },
    async saveStaffed(facility, staffed) {
      drizzle.transaction((tx) => {
        tx.delete(f).where(eq(f.facility, facility)).run();
        for (const [unit, count] of Object.entries(staffed))
          tx.insert(f).values({ facility, unit, staffed: count }).run();
      });
      wrote(facility);
    },
    async connections() {
      return drizzle
        .select()
        .from(c)
        .orderBy(desc(c.created_at), asc(c.id))
        .all()
        .map(connectionOf);
    },
    async saveConnection(row) {
      const values = {
        facility: row.facility,
        name: row.name,
        application: row.application,
        sending_facility: row.sendingFacility,
        certificate: row.certificate,
        ack_mode: row.ackMode,
        move_on_update: row.moveOnUpdate,
        bed_codes: JSON.stringify(row.bedCodes),
        created_at: Date.parse(row.createdAt),
        revoked_at: row.revokedAt === null ? null : Date.parse(row.revokedAt),
      };
      drizzle
        .insert(c)
        .values({ id: row.id, ...values })
        .onConflictDoUpdate({ target: c.id, set: values })
        .run();
    },
    async revokeConnection(id, at) {
      const revoked = { revoked_at: Date.parse(at) };
      return (
        drizzle
          .update(c)
          .set(revoked)
          .where(and(eq(c.id, id), isNull(c.revoked_at)))
          .run().changes > 0
      );
    },
    async secrets(facility) {
      return readSecrets(facility);
    },
    async addSecret(facility, { id, secret, from }, since) {
      const there = readSecrets(facility);
      if (there[0] !== undefined && there[0].from > since) return there;
      drizzle
        .insert(s)
        .values({ id, facility, secret, from: Date.parse(from) })
        .run();
      return readSecrets(facility);
    },
    async knows(facility, visit) {
      return knowsVisit.get(facility, visit) !== undefined;
    },
    async quietVisits(since) {
      return drizzle
        .select({ facility: v.facility, visit: v.visit })
        .from(v)
        .groupBy(v.facility, v.visit)
        .having(lt(max(v.at), Date.parse(since)))
        .limit(5_000)
        .all();
    },
    async eraseDue(now, gone) {
      const erased = drizzle.transaction((tx) => {
        let rows = 0;
        for (const { facility, visit } of gone)
          rows += tx
            .delete(v)
            .where(and(eq(v.facility, facility), eq(v.visit, visit)))
            .run().changes;
        const old = Date.parse(now) - CONTROL_KEPT_HOURS * HOUR_MS;
        rows += tx.delete(m).where(lt(m.at, old)).run().changes;
        // A visit's hash begins with the name of its secret.
        rows += tx.run(sql`delete from ${s} where exists (
            select 1 from visit_secrets newer where newer.facility = ${s.facility} and newer."from" > ${s.from})
          and not exists (select 1 from ${v} where ${v.facility} = ${s.facility} and ${v.visit} like ${s.id} || ':%')`).changes;
        return rows;
      });
      dropErasedPages(db, erased);
      return erased;
    },
  };
}
