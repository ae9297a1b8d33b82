import { describe, expect, it } from 'vitest';
import { minutesAt, toTenth } from '../../server/domain/routing/travel.ts';
import { crowEstimate } from '../../server/travel/crow.ts';
import { withRange } from '../../server/travel/estimate.ts';
import { crosses, haversineKm } from '../../server/travel/geometry.ts';

describe('the straight-line estimator', () => {
  // Check values of the routing rules, section 5: d -> D, A1, A2.
  it.each([
    [5, 7.25, 8.9, 11.6],
    [10, 14.21, 14.9, 20.2],
    [20, 27.29, 25.0, 35.1],
    [40, 50.0, 38.9, 57.4],
    [48, 60.0, 45.0, 67.2],
  ])('gives the check values for %d km', (crowKm, roadKm, a1, a2) => {
    const crow = crowEstimate(crowKm);
    expect(crow.roadKm).toBeCloseTo(roadKm, 2);
    expect(toTenth(crow.minutes)).toBe(a1);
    const unrounded = { minutes: crow.minutes, low: 0, high: 0, roadKm: crow.roadKm };
    const time = {
      ...unrounded,
      engine: 'estimate-crow',
      reliable: true,
      boatOrHelicopter: false,
    } as const;
    expect(minutesAt(time, 'A2').value).toBe(a2);
    expect(minutesAt(time, null).value).toBe(crow.minutes);
  });

  it('takes longer the farther it is', () => {
    let before = 0;
    for (let km = 0; km <= 300; km += 0.25) {
      const { minutes } = crowEstimate(km);
      expect(minutes).toBeGreaterThan(before);
      before = minutes;
    }
  });

  it('has a range of 0.85 x to 1.25 x + 2', () => {
    expect(withRange(24)).toEqual({ minutes: 24, low: 20.4, high: 32 });
    expect(withRange(0)).toEqual({ minutes: 0, low: 0, high: 2 });
  });
});

describe('geometry', () => {
  it('measures great-circle kilometres', () => {
    const amsterdam = { lat: 52.374, lon: 4.89 };
    expect(haversineKm(amsterdam, { lat: 53.219, lon: 6.567 })).toBeCloseTo(146.6, 0);
    expect(haversineKm(amsterdam, amsterdam)).toBe(0);
  });

  it('knows a line that is crossed from one that is passed', () => {
    const river = [
      [
        [52, 5],
        [52, 6],
      ],
    ] as const;
    expect(crosses({ lat: 51.9, lon: 5.5 }, { lat: 52.1, lon: 5.5 }, river)).toBe(true);
    expect(crosses({ lat: 51.9, lon: 5.5 }, { lat: 51.95, lon: 5.5 }, river)).toBe(false);
    expect(crosses({ lat: 51.9, lon: 6.5 }, { lat: 52.1, lon: 6.5 }, river)).toBe(false);
  });
});
