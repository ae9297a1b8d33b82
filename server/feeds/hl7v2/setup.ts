/** What HL7 v2 feeds are set up with: who may speak for which facility, what its places are, and a census now and then. */
import { createHash } from 'node:crypto';
import type { Principal } from '#domain/access/table.ts';
import { iso } from '#domain/clock.ts';
import type { UnitKind } from '#domain/words.ts';
import type { ConnectionWire, PlaceOrder, PlaceSumWire, PlaceWire } from '#wire/feeds.ts';
import type { OccupancyStore } from '../../../db/occupancy.ts';
import type { Occupancy } from '../core/occupancy.ts';
import { keyOfPlace, PlaceMap } from '../core/place-map.ts';

export interface SetupParts {
  store: OccupancyStore;
  occupancy: Occupancy;
  clock: () => number;
  newId: () => string;
  /** The book of connections changed. */
  reload: () => Promise<void>;
  /** Its feeds are not expected any more. */
  ended: (connection: string) => Promise<void>;
}

export function createSetup({ store, occupancy, clock, newId, reload, ended }: SetupParts) {
  return {
    connections: (): Promise<ConnectionWire[]> => store.connections(),
    async addConnection(
      order: Omit<ConnectionWire, 'id' | 'createdAt' | 'revokedAt'>,
    ): Promise<ConnectionWire | null> {
      // Who speaks is known by these two: a second one would be the first.
      const taken = (await store.connections()).some(
        (one) =>
          one.revokedAt === null &&
          one.application === order.application &&
          one.sendingFacility === order.sendingFacility,
      );
      if (taken) return null;
      const made = { ...order, id: newId(), createdAt: iso(clock()), revokedAt: null };
      await store.saveConnection(made);
      await reload();
      return made;
    },
    async revokeConnection(id: string): Promise<boolean> {
      const revoked = await store.revokeConnection(id, iso(clock()));
      if (!revoked) return false;
      await reload();
      await ended(id);
      return true;
    },
    async places(facility: string): Promise<PlaceWire[]> {
      const rows = await store.places(facility);
      return rows.map(({ facility: _facility, ...row }) => row);
    },
    staffed: (facility: string) => store.staffed(facility),
    async placeSums(): Promise<PlaceSumWire[]> {
      const sums: PlaceSumWire[] = [];
      for (const { facility } of await store.placeSums()) {
        const rows = await store.places(facility);
        const map = new PlaceMap(rows);
        // A wider row speaks for what is in it.
        const unmapped = rows.filter((row) => map.unitOf(keyOfPlace(row)) === null);
        const times = unmapped.flatMap((row) => row.lastAt ?? []).sort();
        sums.push({
          ...{ facility, mapped: rows.length - unmapped.length, unmapped: unmapped.length },
          lastAt: times.at(-1) ?? null,
        });
      }
      return sums;
    },
    async mapPlace(facility: string, place: PlaceOrder): Promise<void> {
      await store.mapPlace(facility, place);
      await occupancy.remap(facility);
    },
    async saveMap(
      facility: string,
      places: readonly Omit<PlaceWire, 'seen' | 'lastAt'>[],
      staffed: Partial<Record<UnitKind, number>>,
    ): Promise<void> {
      await store.savePlaces(facility, places);
      await store.saveStaffed(facility, staffed);
      await occupancy.remap(facility);
    },
    census(
      facility: string,
      occupied: Partial<Record<UnitKind, number>>,
      principal: Principal,
    ): Promise<Partial<Record<UnitKind, number>>> {
      const text = JSON.stringify([facility, occupied, clock()]);
      const hash = createHash('sha256').update(text).digest('hex');
      const message = {
        channel: 'hl7v2',
        feed: principal.actor.id,
        messageId: null,
        hash,
      } as const;
      return occupancy.census(facility, occupied, message, principal);
    },
  };
}
