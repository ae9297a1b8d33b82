import { describe, expect, it } from 'vitest';
import { observe, observationSchema } from '#domain/capacity/observe.ts';
import { viewUnit, type UnitView } from '#domain/capacity/unit-view.ts';
import { EMPTY_PICTURE } from '#domain/picture.ts';
import { canConfirm, figuresOf, isOdd, observationOf, stepped } from '#lib/hospital/figures.ts';
import { TapFold, type Fold } from '#lib/hospital/tap-fold.ts';
import { aFacility, aStop, minutesAgo, NOW, SOMEBODY, type FacilityWords } from '../builders.ts';

const AT = '2026-11-18T13:00:00.000Z';

function viewed(words: FacilityWords, kind: 'icu' | 'ed' = 'icu'): UnitView {
  const view = viewUnit(aFacility(words), kind, NOW);
  if (view === null) throw new Error('no such unit');
  return view;
}

describe('a tap on a figure', () => {
  it('goes up and down by one and never under nothing', () => {
    expect(stepped({ available: 1, staffed: 3 }, 'available', -1)).toEqual({
      available: 0,
      staffed: 3,
    });
    expect(stepped({ available: 0, staffed: 3 }, 'available', -1)).toEqual({
      available: 0,
      staffed: 3,
    });
    expect(stepped({ available: 0, staffed: 3 }, 'staffed', 1)).toEqual({
      available: 0,
      staffed: 4,
    });
  });

  it('starts a figure that was unknown and leaves the other unknown', () => {
    expect(stepped({ available: null, staffed: null }, 'available', 1)).toEqual({
      available: 1,
      staffed: null,
    });
    expect(stepped({ available: null, staffed: null }, 'available', -1)).toEqual({
      available: 0,
      staffed: null,
    });
  });

  it('says that more is free than staffed, and not when one is unknown', () => {
    expect(isOdd({ available: 4, staffed: 3 })).toBe(true);
    expect(isOdd({ available: 4, staffed: null })).toBe(false);
  });
});

describe('the observation that a tap sends', () => {
  it('keeps what it did not touch and drops the count of who lies there', () => {
    const view = viewed({
      units: { icu: { available: 2, staffed: 10, occupied: 8, physical: 12 } },
    });
    const body = observationOf(view, { available: 1, staffed: 10 }, AT);
    expect(body).toMatchObject({
      available: 1,
      staffed: 10,
      physical: 12,
      occupied: null,
      status: 'open',
      observedAt: AT,
    });
  });

  it('keeps everything when the same figures are confirmed', () => {
    const view = viewed({ units: { icu: { available: 2, staffed: 10, occupied: 8 } } });
    expect(observationOf(view, figuresOf(view), AT)).toMatchObject({
      available: 2,
      staffed: 10,
      occupied: 8,
    });
  });

  it('says nothing of the status while a stop runs, so that its end does not reopen the department', () => {
    const view = viewed({ stops: [aStop()], units: { ed: { status: 'open' } } }, 'ed');
    expect(observationOf(view, { available: 1, staffed: null }, AT).status).toBeNull();
    expect(observationOf(view, { available: 1, staffed: null }, AT, 'open').status).toBe('open');
  });

  it('does not call open what was unknown', () => {
    const view = viewed({ units: { ed: { status: null } } }, 'ed');
    expect(observationOf(view, figuresOf(view), AT).status).toBeNull();
  });

  it('passes the schema and the rule of the server', () => {
    const facility = aFacility({ units: { ed: { available: 3, nedocs: 90 } } });
    const view = viewUnit(facility, 'ed', NOW)!;
    const input = observationSchema.parse(observationOf(view, { available: 2, staffed: 9 }, AT));
    const picture = { ...EMPTY_PICTURE, facilities: { [facility.id]: facility } };
    const decided = observe(
      picture,
      { facility: facility.id, kind: 'ed', input, channel: 'manual', note: null, ifVersion: null },
      SOMEBODY,
      NOW,
    );
    expect(decided.ok).toBe(true);
    expect(input.nedocs).toBe(90);
  });

  it('has nothing to confirm of a unit that never reported', () => {
    expect(canConfirm(viewed({ units: { icu: null } }))).toBe(false);
    expect(
      canConfirm(viewed({ units: { icu: { available: null, observedAt: minutesAgo(3) } } })),
    ).toBe(true);
  });
});

/** A clock that runs when told. */
function byHand() {
  const waits = new Set<() => void>();
  const wait = (run: () => void) => {
    waits.add(run);
    return () => waits.delete(run);
  };
  return { wait, waits, pass: () => [...waits].forEach((run) => run()) };
}

describe('taps in quick succession', () => {
  const figures = (available: number) => ({ available, staffed: 5 });

  it('are sent once, from where they began to where they ended', () => {
    const sent: Fold[] = [];
    const clock = byHand();
    const fold = new TapFold((one) => sent.push(one), clock.wait);
    fold.tap('icu', figures(5), figures(4));
    fold.tap('icu', figures(4), figures(3));
    expect(clock.waits.size).toBe(1);
    clock.pass();
    expect(sent).toEqual([{ kind: 'icu', from: figures(5), to: figures(3) }]);
  });

  it('on two units are two writes', () => {
    const sent: Fold[] = [];
    const clock = byHand();
    const fold = new TapFold((one) => sent.push(one), clock.wait);
    fold.tap('icu', figures(5), figures(4));
    fold.tap('trauma-bay', figures(2), figures(1));
    clock.pass();
    expect(sent.map((one) => one.kind)).toEqual(['icu', 'trauma-bay']);
  });

  it('up and down again send nothing', () => {
    const sent: Fold[] = [];
    const clock = byHand();
    const fold = new TapFold((one) => sent.push(one), clock.wait);
    fold.tap('icu', figures(5), figures(4));
    fold.tap('icu', figures(4), figures(5));
    clock.pass();
    expect(sent).toEqual([]);
  });

  it('that wait are sent when the page is left', () => {
    const sent: Fold[] = [];
    const clock = byHand();
    const fold = new TapFold((one) => sent.push(one), clock.wait);
    fold.tap('icu', figures(5), figures(4));
    fold.flush();
    clock.pass();
    expect(sent).toHaveLength(1);
  });
});
