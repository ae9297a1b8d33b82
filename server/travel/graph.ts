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
  const junctions = Object.values(skeleton.junctions).map(
    ([lat, lon]): GraphPlace => ({ position: { lat, lon }, island: null }),
  );
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
  for (const [a, b] of meshPairs(nodes, barriers)) join(a, b, 'local');

  return {
    nodes,
    barriers,
    linksFrom(position, island) {
      const near = nearest(nodes, position, island, ACCESS_LINKS.most, ACCESS_LINKS.reachKm);
      return near
        .filter(({ node }) => !crosses(position, at(nodes, node).position, barriers))
        .map(({ node, km }) => ({ node, ...accessLeg(km) }));
    },
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

/** Pairs of near nodes that a local road joins, each once: not over water, not between islands. */
function meshPairs(nodes: readonly GraphPlace[], barriers: readonly Line[]): [number, number][] {
  const pairs = new Map<number, [number, number]>();
  nodes.forEach((node, index) => {
    const near = nearest(nodes, node.position, node.island, MESH.neighbours + 1, MESH.reachKm);
    for (const other of near) {
      if (other.node === index) continue;
      const pair: [number, number] = [Math.min(index, other.node), Math.max(index, other.node)];
      const key = pair[0] * nodes.length + pair[1];
      if (pairs.has(key) || crosses(node.position, at(nodes, other.node).position, barriers)) continue;
      pairs.set(key, pair);
    }
  });
  return [...pairs.values()];
}

/** The nearest nodes of the same island (or the mainland), nearest first. */
function nearest(
  nodes: readonly GraphPlace[],
  position: Position,
  island: string | null,
  most: number,
  reachKm: number,
): { node: number; km: number }[] {
  const degrees = reachKm / 111;
  const found: { node: number; km: number }[] = [];
  nodes.forEach((candidate, node) => {
    if (candidate.island !== island) return;
    if (Math.abs(candidate.position.lat - position.lat) > degrees) return;
    if (Math.abs(candidate.position.lon - position.lon) > 2 * degrees) return;
    const km = haversineKm(position, candidate.position);
    if (km <= reachKm) found.push({ node, km });
  });
  return found.sort((a, b) => a.km - b.km || a.node - b.node).slice(0, most);
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no item ${String(index)}`);
  return value;
}
