import { and, asc, desc, eq, isNull, lt, max, sql } from 'drizzle-orm';
import type { BedState, BedWord } from '#domain/occupancy/unit-count.ts';
import type { PlaceKey, VisitEvent } from '#domain/occupancy/visit.ts';
import { CONTROL_KEPT_HOURS, type OccupancyStore } from '../occupancy.ts';
import { connectionOf, eventOf, placeOf } from '../sqlite/occupancy.ts';
import { byBytes, together, touched, type TxDrizzle } from './beside.ts';
import { dropErasedRows, LOCKS, type Postgres } from './open.ts';
import {
  bed_books as k,
  bed_words as b,
  feed_connections as c,
  feed_places as p,
  feed_staffed as f,
  visit_events as v,
  visit_messages as m,
  visit_secrets as s,
} from './schema/occupancy.ts';
import { createTaker } from './takings.ts';

const HOUR_MS = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

async function readSecrets(on: Pick<TxDrizzle, 'select'>, facility: string) {
  const rows = await on.select().from(s).where(eq(s.facility, facility)).orderBy(desc(s.from));
  return rows.map(({ id, secret, from }) => ({ id, secret, from: iso(from) }));
}

/** Visits, beds and the map of places beside the ledger, on PostgreSQL. */
export function openOccupancyStore(db: Postgres): OccupancyStore & { close(): Promise<void> } {
  const { drizzle } = db;
  const taker = createTaker(db.url);
  /** What changed in the transaction is counted by every server. */
  const wrote = (tx: TxDrizzle, facility: string) =>
    tx
      .insert(k)
      .values({ facility, version: 1 })
      .onConflictDoUpdate({ target: k.facility, set: { version: sql`${k.version} + 1` } });
  return {
    take: (taking) => taker.take(taking),
    async visits(facility) {
      const found = new Map<string, VisitEvent[]>();
      const rows = await drizzle
        .select()
        .from(v)
        .where(eq(v.facility, facility))
        .orderBy(asc(v.at), asc(v.order));
      for (const row of rows) {
        const known = found.get(row.visit) ?? [];
        known.push(eventOf(row));
        found.set(row.visit, known);
      }
      return [...found].map(([visit, events]) => ({ visit, events }));
    },
    async beds(facility) {
      const rows = await drizzle.select().from(b).where(eq(b.facility, facility));
      return new Map<PlaceKey, BedWord>(
        rows.map((row) => [row.place, { state: row.state as BedState, at: row.at }]),
      );
    },
    async version(facility) {
      const [row] = await drizzle.select().from(k).where(eq(k.facility, facility));
      return row?.version ?? 0;
    },
    async facilities() {
      const [visits, beds] = await Promise.all([
        drizzle.selectDistinct({ facility: v.facility }).from(v),
        drizzle.selectDistinct({ facility: b.facility }).from(b),
      ]);
      return [...new Set([...visits, ...beds].map((row) => row.facility))].sort();
    },
    async places(facility) {
      const rows = await drizzle
        .select()
        .from(p)
        .where(eq(p.facility, facility))
        .orderBy(byBytes(p.point_of_care), byBytes(p.room), byBytes(p.bed));
      return rows.map(placeOf);
    },
    async placeSums() {
      const known = sql`(${p.unit} is not null or ${p.ignored})`;
      const rows = await drizzle
        .select({
          facility: p.facility,
          mapped: sql<string>`count(*) filter (where ${known})`,
          unmapped: sql<string>`count(*) filter (where not ${known})`,
          last_at: sql<string | null>`max(${p.last_at}) filter (where not ${known})`,
        })
        .from(p)
        .groupBy(p.facility)
        .orderBy(byBytes(p.facility));
      // The driver gives sums as text: they may be greater than a number holds.
      return rows.map(({ facility, mapped, unmapped, last_at }) => ({
        facility,
        mapped: Number(mapped),
        unmapped: Number(unmapped),
        lastAt: last_at === null ? null : iso(Number(last_at)),
      }));
    },
    async mapPlace(facility, { pointOfCare, room, bed, unit, ignored }) {
      const set = { unit, ignored };
      await together(db, async (tx) => {
        await wrote(tx, facility);
        await tx
          .insert(p)
          .values({ facility, point_of_care: pointOfCare, room, bed, ...set, seen: 0 })
          .onConflictDoUpdate({ target: [p.facility, p.point_of_care, p.room, p.bed], set });
      });
    },
    async savePlaces(facility, rows) {
      await together(db, async (tx) => {
        await wrote(tx, facility);
        await tx.update(p).set({ unit: null, ignored: false }).where(eq(p.facility, facility));
        for (const { pointOfCare, room, bed, unit, ignored } of rows)
          await tx
            .insert(p)
            .values({ facility, point_of_care: pointOfCare, room, bed, unit, ignored, seen: 0 })
            .onConflictDoUpdate({
              target: [p.facility, p.point_of_care, p.room, p.bed],
              set: { unit, ignored },
            });
        // A row that is no map and was never seen says nothing.
        await tx
          .delete(p)
          .where(
            and(eq(p.facility, facility), isNull(p.unit), eq(p.ignored, false), eq(p.seen, 0)),
          );
      });
    },
    async sawPlace(facility, { pointOfCare, room, bed }, at) {
      const last_at = Date.parse(at);
      await drizzle
        .insert(p)
        .values({
          facility,
          point_of_care: pointOfCare,
          room,
          bed,
          unit: null,
          ignored: false,
          seen: 1,
          last_at,
        })
        .onConflictDoUpdate({
          target: [p.facility, p.point_of_care, p.room, p.bed],
          set: { seen: sql`${p.seen} + 1`, last_at },
        });
    },
    async learnPlace(facility, { pointOfCare, room, bed }, unit) {
      await together(db, async (tx) => {
        await wrote(tx, facility);
        await tx
          .insert(p)
          .values({
            facility,
            point_of_care: pointOfCare,
            room,
            bed,
            unit,
            ignored: false,
            seen: 1,
          })
          .onConflictDoUpdate({
            target: [p.facility, p.point_of_care, p.room, p.bed],
            set: { unit },
            setWhere: and(isNull(p.unit), eq(p.ignored, false)),
          });
      });
    },
    async staffed(facility) {
      const rows = await drizzle.select().from(f).where(eq(f.facility, facility));
      return Object.fromEntries(rows.map((row) => [row.unit, row.staffed]));
    },
    async saveStaffed(facility, staffed) {
      await together(db, async (tx) => {
        await wrote(tx, facility);
        await tx.delete(f).where(eq(f.facility, facility));
        for (const [unit, count] of Object.entries(staffed))
          await tx.insert(f).values({ facility, unit, staffed: count });
      });
    },
    async connections() {
      const rows = await drizzle.select().from(c).orderBy(desc(c.created_at), byBytes(c.id));
      return rows.map(connectionOf);
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
      await drizzle
        .insert(c)
        .values({ id: row.id, ...values })
        .onConflictDoUpdate({ target: c.id, set: values });
    },
    async revokeConnection(id, at) {
      const revoked = await drizzle
        .update(c)
        .set({ revoked_at: Date.parse(at) })
        .where(and(eq(c.id, id), isNull(c.revoked_at)));
      return touched(revoked) > 0;
    },
    secrets: (facility) => readSecrets(drizzle, facility),
    addSecret: (facility, { id, secret, from }, since) =>
      together(db, async (tx) => {
        // One at a time: two servers that begin a month in the same instant share its secret.
        await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.visitSecrets})`);
        const there = await readSecrets(tx, facility);
        if (there[0] !== undefined && there[0].from > since) return there;
        await tx.insert(s).values({ id, facility, secret, from: Date.parse(from) });
        return readSecrets(tx, facility);
      }),
    async knows(facility, visit) {
      const rows = await drizzle
        .select({ visit: v.visit })
        .from(v)
        .where(and(eq(v.facility, facility), eq(v.visit, visit)))
        .limit(1);
      return rows.length > 0;
    },
    async quietVisits(since) {
      return drizzle
        .select({ facility: v.facility, visit: v.visit })
        .from(v)
        .groupBy(v.facility, v.visit)
        .having(lt(max(v.at), Date.parse(since)))
        .limit(5_000);
    },
    async eraseDue(now, gone) {
      const erased = await together(db, async (tx) => {
        let rows = 0;
        for (const { facility, visit } of gone)
          rows += touched(
            await tx.delete(v).where(and(eq(v.facility, facility), eq(v.visit, visit))),
          );
        const old = Date.parse(now) - CONTROL_KEPT_HOURS * HOUR_MS;
        rows += touched(await tx.delete(m).where(lt(m.at, old)));
        // A visit's hash begins with the name of its secret.
        rows += touched(
          await tx.execute(sql`delete from ${s} where exists (
            select 1 from visit_secrets newer where newer.facility = ${s.facility} and newer."from" > ${s.from})
          and not exists (select 1 from ${v} where ${v.facility} = ${s.facility}
            and starts_with(${v.visit}, ${s.id} || ':'))`),
        );
        return rows;
      });
      await dropErasedRows(db, erased, ['visit_events', 'visit_messages', 'visit_secrets']);
      return erased;
    },
    close: () => taker.close(),
  };
}
