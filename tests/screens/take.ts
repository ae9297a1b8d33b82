/** Takes pictures of pages in looks, some at a time. */
import { nameOf, type Look, type ScreenPage } from './pages.ts';
import { photograph, withoutLooks, type Studio } from './studio.ts';

/** Pages under way at a time. */
const LANES = 2;

/** Each page in each look, handed on as it is taken. @throws for the first page that fails. */
export async function takeAll(
  studio: Studio,
  pages: readonly ScreenPage[],
  looks: readonly Look[],
  onPicture: (name: string, png: Buffer, page: ScreenPage, look: Look) => void | Promise<void>,
): Promise<void> {
  const left = [...pages];
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      const page = await studio.page(one);
      try {
        for (const look of looks) {
          await studio.look(page, one, look);
          if (one.hides !== undefined) await withoutLooks(page, one.hides);
          await onPicture(nameOf(one, look), await photograph(page), one, look);
        }
      } finally {
        await page.context().close();
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
