/** Two versions of one kind in one ledger: one picture, an untouched chain, and a clear no from software that is too old for it. */
import { describe, expect, it } from 'vitest';
import { BODIES, UnreadableEntry, type Bodies } from '#domain/bodies.ts';
import { subjects, type NewEntry } from '#domain/entries.ts';
import { LivePicture } from '../../server/desk/live-picture.ts';
import { HOSPITALS, landEntries } from '../support/land.ts';
import { onBoth } from './both.ts';
import { AT, SYSTEM, written } from './helpers.ts';

/** As if `configured` had been called `home` once. */
const RENAMED: Bodies = {
  ...BODIES,
  'installation-configured': [(body) => ({ homeRegions: (body as { home: string[] }).home })],
};
const configured = (body: object) =>
  ({ kind: 'installation-configured', subject: subjects.installation, body }) as NewEntry;

onBoth((kept) => {
  describe('bodies of two versions', () => {
    it('give one picture, stand as they were written, and are refused by software that knows only the first', async () => {
      const first = kept.stores;
      const append = (stores: typeof first, entries: NewEntry[]) =>
        stores.ledger.append({ by: SYSTEM, at: AT, entries });
      written(await append(first, [...landEntries(), configured({ home: ['north', 'west'] })]));
      const { seq } = await first.ledger.head();

      const second = await kept.again({ bodies: RENAMED });
      const clock = () => Date.parse(AT);
      const live = await LivePicture.open({ ledger: second.ledger, clock });
      expect(live.picture.homeRegions).toEqual(['north', 'west']);
      written(await append(second, [configured({ homeRegions: ['east'] })]));
      await live.caughtUp(seq + 1);
      expect(live.picture.homeRegions).toEqual(['east']);
      expect((await live.pictureAt(seq))?.homeRegions).toEqual(['north', 'west']);
      expect(Object.keys(live.picture.facilities)).toHaveLength(HOSPITALS.length);

      const both = await second.ledger.read({ kinds: ['installation-configured'] });
      expect(both.map(({ body, v }) => [body, v])).toEqual([
        [{ homeRegions: ['north', 'west'] }, 2],
        [{ homeRegions: ['east'] }, 2],
      ]);
      // The chain is over what was written: whoever reads it, and in whichever form.
      for (const { ledger } of [first, second])
        expect(await ledger.verify()).toMatchObject({ intact: true, entries: seq + 1 });

      const old = await kept.again();
      await expect(old.ledger.read({ after: seq })).rejects.toThrow(UnreadableEntry);
      await expect(LivePicture.open({ ledger: old.ledger, clock })).rejects.toThrow(
        `entry ${seq + 1} cannot be read`,
      );
      await live.close();
    });
  });
});
