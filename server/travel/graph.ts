/**
 * The road graph of the embedded estimate: the skeleton of main roads, and a mesh of local roads that joins the places to each
 * other and to the junctions. A local road never crosses a water barrier; main roads do, at bridges, dams and tunnels.
 */
import type { Position } from '../domain/picture.ts';
import { ACCESS, ACCESS_LINKS, DETOUR, MESH, SIREN_KMH, type RoadClass } from './constants.ts';
import { crosses, haversineKm, type Line } from './geometry.ts';
import { NodeHeap } from './heap.ts';

/** Shape of the road skeleton; positions are [latitude, longitude]. */
export interface RoadSkeleton {
  junctions: Record<string, [lat: number, lon: number]>;
  roads: { class: Exclude<RoadClass, 'local'>; through: string[] }[];
  waterBarriers: { lines: [lat: number, lon: number][][] };
}

/** A place as a node; `island` names the island it lies on, null on the mainland. */
export interface GraphPlace {
  position: Position;
  island: string | null;
}

/** A way from a position into the graph. */
export interface Link {
  node: number;
  minutes: number;
  km: number;
}

/** Siren minutes and road kilometres from one position to every node; Infinity where no road goes. */
export interface Reach {
  minutes: Float64Array;
  km: Float64Array;
}

export interface RoadGraph {
  readonly nodes: readonly GraphPlace[];
  readonly barriers: readonly Line[];
  /** Ways into the graph from a position on `island`, or on the mainland (null); none across water. */
  linksFrom(position: Position, island: string | null): Link[];
  reachFrom(links: readonly Link[]): Reach;
}

interface Edge {
  to: number;
  minutes: number;
  km: number;
}

/** @throws Error when a road names a junction that is not there. */
export function buildGraph(skeleton: RoadSkeleton, places: readonly GraphPlace[]): RoadGraph {
  const barriers: Line[] = skeleton.waterBarriers.lines;
  const names = Object.keys(skeleton.junctions);
  const junctions = Object.values(skeleton.junctions).map(([lat, lon]): GraphPlace => ({
    position: { lat, lon },
    island: null,
  }));
  const nodes = [...junctions, ...places];
  const edges = nodes.map((): Edge[] => []);

  function join(a: number, b: number, kind: RoadClass): void {
    const km = haversineKm(at(nodes, a).position, at(nodes, b).position) * DETOUR[kind];
    const minutes = (km / SIREN_KMH[kind]) * 60;
    at(edges, a).push({ to: b, minutes, km });
    at(edges, b).push({ to: a, minutes, km });
  }

  const numbers = new Map(names.map((name, index) => [name, index]));
  for (const road of skeleton.roads)
    road.through.forEach((name, index) => {
      const next = road.through[index + 1];
      if (next === undefined) return;
      const a = numbers.get(name);
      const b = numbers.get(next);
      if (a === undefined || b === undefined) throw new Error(`no junction ${name} or ${next}`);
      join(a, b, road.class);
    });
  const grid = gridOf(nodes);
  for (const [a, b] of meshPairs(nodes, grid, barriers)) join(a, b, 'local');

  return {
    nodes,
    barriers,
    linksFrom: (position, island) =>
      nearest(nodes, grid, barriers, { position, island }, ACCESS_LINKS).map(({ node, km }) => ({
        node,
        ...accessLeg(km),
      })),
    reachFrom: (links) => search(edges, links),
  };
}

/** The drive of a crow distance off the graph. */
export function accessLeg(crowKm: number): { minutes: number; km: number } {
  const km = crowKm * ACCESS.detour;
  return { km, minutes: (km / ACCESS.kmh) * 60 };
}

/** Dijkstra's search from several nodes at once, by minutes. */
function search(edges: readonly (readonly Edge[])[], links: readonly Link[]): Reach {
  const minutes = new Float64Array(edges.length).fill(Infinity);
  const km = new Float64Array(edges.length).fill(Infinity);
  const heap = new NodeHeap();
  function offer(node: number, cost: number, length: number): void {
    if (cost >= (minutes[node] ?? Infinity)) return;
    minutes[node] = cost;
    km[node] = length;
    heap.push(node, cost);
  }
  for (const link of links) offer(link.node, link.minutes, link.km);
  for (let least = heap.pop(); least; least = heap.pop()) {
    if (least.cost > (minutes[least.node] ?? Infinity)) continue;
    const length = km[least.node] ?? 0;
    for (const edge of edges[least.node] ?? [])
      offer(edge.to, least.cost + edge.minutes, length + edge.km);
  }
  return { minutes, km };
}

/** Pairs of near nodes that a local road joins, each once. */
function meshPairs(
  nodes: readonly GraphPlace[],
  grid: Grid,
  barriers: readonly Line[],
): [number, number][] {
  const pairs = new Map<number, [number, number]>();
  nodes.forEach((node, index) => {
    for (const other of nearest(nodes, grid, barriers, node, { ...MESH, most: MESH.most + 1 })) {
      if (other.node === index) continue;
      const pair: [number, number] = [Math.min(index, other.node), Math.max(index, other.node)];
      pairs.set(pair[0] * nodes.length + pair[1], pair);
    }
  });
  return [...pairs.values()];
}

/** The nodes around a position: all within the degrees of latitude and twice as many of longitude, and some beyond. */
type Grid = (position: Position, degrees: number) => Iterable<number>;

/** Side of a cell, degrees of latitude; twice as many of longitude. */
const CELL = 0.1;

function gridOf(nodes: readonly GraphPlace[]): Grid {
  const cells = new Map<string, number[]>();
  nodes.forEach(({ position: { lat, lon } }, node) => {
    const cell = `${Math.floor(lat / CELL)}/${Math.floor(lon / (2 * CELL))}`;
    const inside = cells.get(cell);
    if (inside) inside.push(node);
    else cells.set(cell, [node]);
  });
  return function* ({ lat, lon }, degrees) {
    // One ring more than needed, against rounding at the edges.
    const [south, north] = [lat - degrees, lat + degrees].map((edge) =>
      Math.floor(edge / CELL),
    ) as [number, number];
    const [west, east] = [lon - 2 * degrees, lon + 2 * degrees].map((edge) =>
      Math.floor(edge / (2 * CELL)),
    ) as [number, number];
    for (let row = south - 1; row <= north + 1; row += 1)
      for (let column = west - 1; column <= east + 1; column += 1)
        yield* cells.get(`${row}/${column}`) ?? [];
  };
}

/**
 * The nearest nodes of the same island (or the mainland) that can be reached without crossing water, nearest first. In empty
 * country, where there are too few, the search goes twice as far.
 */
function nearest(
  nodes: readonly GraphPlace[],
  grid: Grid,
  barriers: readonly Line[],
  { position, island }: GraphPlace,
  limits: { most: number; least: number; reachKm: number },
): { node: number; km: number }[] {
  const { most, least, reachKm } = limits;
  const farthest = 2 * reachKm;
  const degrees = farthest / 111;
  const around: { node: number; km: number }[] = [];
  for (const node of grid(position, degrees)) {
    const candidate = at(nodes, node);
    if (candidate.island !== island) continue;
    if (Math.abs(candidate.position.lat - position.lat) > degrees) continue;
    if (Math.abs(candidate.position.lon - position.lon) > 2 * degrees) continue;
    const km = haversineKm(position, candidate.position);
    if (km <= farthest) around.push({ node, km });
  }
  around.sort((a, b) => a.km - b.km || a.node - b.node);
  const found: { node: number; km: number }[] = [];
  for (const candidate of around) {
    if (found.length >= (candidate.km <= reachKm ? most : least)) break;
    if (!crosses(position, at(nodes, candidate.node).position, barriers)) found.push(candidate);
  }
  return found;
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no item ${String(index)}`);
  return value;
}
