import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Feature {
  properties: { id: string };
  geometry: { coordinates: [number, number][][][] };
}

const folder = join(import.meta.dirname, '../../seed/geo');
const features = (name: string): Feature[] =>
  (JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as { features: Feature[] })
    .features;

/** Square kilometres, lakes within taken off. */
function areaOf({ geometry }: Feature): number {
  const ring = (points: [number, number][]): number =>
    Math.abs(
      points.reduce((sum, [lon, lat], index) => {
        const [nextLon, nextLat] = points[(index + 1) % points.length] ?? [0, 0];
        return sum + lon * nextLat - nextLon * lat;
      }, 0) / 2,
    ) *
    111.2 *
    111.2 *
    0.613;
  return geometry.coordinates.reduce(
    (sum, [outer, ...holes]) =>
      sum + ring(outer ?? []) - holes.reduce((lakes, hole) => lakes + ring(hole), 0),
    0,
  );
}

const total = (list: Feature[]): number => list.reduce((sum, feature) => sum + areaOf(feature), 0);

describe('the maps', () => {
  it('have ten ROAZ regions and 25 safety regions that tile the same land', () => {
    expect(features('roaz')).toHaveLength(10);
    expect(features('safety-regions')).toHaveLength(25);
    const land = total(features('outline').filter(({ properties }) => properties.id === 'nl'));
    // 33,700 square kilometres of land in the Netherlands, lakes and sea left out.
    expect(land).toBeGreaterThan(32_500);
    expect(land).toBeLessThan(36_500);
    expect(total(features('roaz')) / land).toBeCloseTo(1, 2);
    expect(total(features('safety-regions')) / land).toBeCloseTo(1, 2);
  });

  it('are light: all that the map page loads is under 120 kB', () => {
    const bytes = ['outline', 'roaz', 'safety-regions', 'roads'].reduce(
      (sum, name) => sum + statSync(join(folder, `${name}.json`)).size,
      0,
    );
    expect(bytes).toBeLessThan(120_000);
  });
});
