/** The dispatch rooms (meldkamers) of the Netherlands. */
import type { Position } from '../server/domain/picture.ts';
import { readSeed } from './files.ts';

export interface DispatchRoom {
  /** `mk-den-haag`. */
  id: string;
  name: string;
  city: string;
  /** Town level for most; see SOURCES.md. */
  position: Position;
  /** Ids of the ROAZ regions that it sends ambulances in. */
  regions: string[];
  /** Codes of its safety regions, `VR15`. */
  safetyRegions: string[];
}

interface RoomRow {
  id: string;
  name: string;
  city: string;
  lat: number;
  lon: number;
  roaz: string[];
  safetyRegions: string[];
}

/** The ten dispatch rooms, in the order of the file. */
export function seedRooms(): DispatchRoom[] {
  return readSeed<{ meldkamers: RoomRow[] }>('data/chain').meldkamers.map((row) => ({
    id: row.id,
    name: row.name,
    city: row.city,
    position: { lat: row.lat, lon: row.lon },
    regions: row.roaz,
    safetyRegions: row.safetyRegions,
  }));
}
