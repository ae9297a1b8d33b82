/** The text of a picture is JSON's own, and is made in many turns. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_PICTURE, type Picture } from '#domain/picture.ts';
import { EVENT_LOOP } from '../../db/clockwork.ts';
import { pictureText } from '../../db/picture-text.ts';

const record = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 120, size: 'max' });

describe('the text of a picture', () => {
  it('is the text that JSON makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(record, record, fc.boolean(), async (cases, facilities, chosen) => {
        const picture = {
          ...EMPTY_PICTURE,
          ...{ cases, facilities },
          homeRegions: chosen ? ['west'] : undefined,
        } as unknown as Picture;
        const text = (await pictureText(picture, EVENT_LOOP)).join('');
        expect(text).toBe(JSON.stringify(picture));
      }),
      { numRuns: 60 },
    );
    const nothing = {} as Picture;
    expect((await pictureText(nothing, EVENT_LOOP)).join('')).toBe('{}');
  });

  it('lets others have the event loop between every fifty cases', async () => {
    const cases = Object.fromEntries(Array.from({ length: 501 }, (_, nth) => [`case-${nth}`, nth]));
    let turns = 0;
    const counting = {
      ...EVENT_LOOP,
      soon: (work: () => void) => {
        turns += 1;
        return EVENT_LOOP.soon(work);
      },
    };
    await pictureText({ ...EMPTY_PICTURE, cases } as unknown as Picture, counting);
    expect(turns).toBe(10);
  });
});
