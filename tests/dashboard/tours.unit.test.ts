import { describe, expect, it } from 'vitest';
import { TOUR_ROLES, tourMinutes, TOURS, tourOf } from '#lib/tour/tours.ts';
import { en } from '#lib/words/en/index.ts';
import { nl } from '#lib/words/nl/index.ts';
import { ROLES } from '#domain/words.ts';

describe('a tour of the demo', () => {
  it.each(TOUR_ROLES)(
    '%s: takes about two minutes to read and follow, in either language',
    (role) => {
      for (const { tour } of [nl, en]) {
        const minutes = tourMinutes(TOURS[role].map((stop) => tour.steps[stop.name]));
        expect(minutes).toBeGreaterThan(1.4);
        expect(minutes).toBeLessThan(2.5);
      }
    },
  );

  it('asks a question in each step and answers it', () => {
    for (const { tour } of [nl, en])
      for (const { question, answer } of Object.values(tour.steps)) {
        expect(question).toMatch(/\?$/);
        expect(answer).toMatch(/\.$/);
      }
  });

  it('uses every step that there are words for', () => {
    const used = new Set(TOUR_ROLES.flatMap((role) => TOURS[role].map((stop) => stop.name)));
    expect([...used].sort()).toEqual(Object.keys(nl.tour.steps).sort());
  });

  it('is there for each role of people', () => {
    expect(ROLES.filter((role) => tourOf(role) === null)).toEqual(['machine']);
  });
});
