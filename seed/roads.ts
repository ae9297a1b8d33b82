import type { RoadSkeleton } from '../server/travel/graph.ts';
import { readSeed } from './files.ts';

/** The skeleton of the main-road network for the embedded travel times: junctions, roads, water barriers. Own knowledge. */
export function loadSkeleton(): RoadSkeleton {
  return readSeed<RoadSkeleton>('data/road-skeleton');
}
