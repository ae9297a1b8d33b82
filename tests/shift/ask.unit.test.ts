/** A chair asks a silent hospital for confirmation. */
import { describe, expect, it } from 'vitest';
import { ASK_STANDS_MINUTES, askConfirmation, standingAsk } from '#domain/asks/ask.ts';
import { observe, observationSchema } from '#domain/capacity/observe.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import { HOSPITALS, Stream } from '../support/land.ts';
import { ANYBODY } from '../support/moves.ts';

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not there');
  return value;
}
const hospital = must(HOSPITALS[0]);

function asked() {
  const stream = new Stream();
  const regions = [hospital.region];
  const decided = askConfirmation(stream.picture, { facility: hospital.id, regions });
  if (!decided.ok) throw new Error(decided.code);
  stream.append(decided, ANYBODY);
  const observed = (minutesAgo: number) => {
    const facility = must(stream.picture.facilities[hospital.id]);
    const said = observe(
      stream.picture,
      {
        facility: hospital.id,
        kind: must(facility.units[0]).kind,
        input: observationSchema.parse({
          available: 1,
          observedAt: iso(stream.now - minutesAgo * MINUTE),
        }),
        channel: 'manual',
        note: null,
        ifVersion: null,
      },
      ANYBODY,
      stream.now,
    );
    if (!said.ok) throw new Error(said.code);
    stream.append(said, ANYBODY);
  };
  const standing = () => standingAsk(must(stream.picture.facilities[hospital.id]), stream.now);
  return { stream, observed, standing };
}

describe('an ask for confirmation', () => {
  it('stands, with its time and whose chair asked', () => {
    const { stream, standing } = asked();
    expect(standing()).toEqual({ at: iso(stream.now), region: hospital.region });
  });

  it('is answered by any unit that was observed after it', () => {
    const { stream, observed, standing } = asked();
    stream.now += 2 * MINUTE;
    observed(0);
    expect(standing()).toBeNull();
  });

  it('is not answered by what was observed before it and came late', () => {
    const { stream, observed, standing } = asked();
    stream.now += 2 * MINUTE;
    observed(5);
    expect(standing()).not.toBeNull();
  });

  it('lapses by itself', () => {
    const { stream, standing } = asked();
    stream.now += ASK_STANDS_MINUTES * MINUTE - 1;
    expect(standing()).not.toBeNull();
    stream.now += 1;
    expect(standing()).toBeNull();
  });

  it('of the nation names no region', () => {
    const { picture } = new Stream();
    const decided = askConfirmation(picture, { facility: hospital.id, regions: 'nation' });
    expect(decided).toMatchObject({ entries: [{ body: { region: null } }] });
  });
});
