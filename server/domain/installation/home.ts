/**
 * For which regions this installation works. The whole country is always in the picture and nobody sees less by this: it decides
 * with which region a page begins, and whose hospitals the set-up asks to check, invite and connect.
 */
import { z } from 'zod';
import { idSchema } from '../cases/commands.ts';
import { subjects } from '../entries.ts';
import type { Picture } from '../picture.ts';
import { refuse, type Decision } from '../refusal.ts';

/** Most regions: the whole country. */
const MOST_REGIONS = 25;

export const homeSchema = z.strictObject({
  /** Ids of regions; the first is the one with which pages begin. */
  homeRegions: z.array(idSchema).min(1).max(MOST_REGIONS),
});
export type HomeInput = z.output<typeof homeSchema>;

/** The entry that gives the installation its regions; each is named once, in the order given. */
export function configureHome(picture: Picture, { homeRegions }: HomeInput): Decision {
  const regions = [...new Set(homeRegions)];
  const unknown = regions.findIndex((id) => !Object.hasOwn(picture.regions, id));
  if (unknown >= 0)
    return refuse('UNKNOWN_REGION', `homeRegions.${unknown}`, { region: regions[unknown] });
  return {
    ok: true,
    entries: [
      {
        kind: 'installation-configured',
        subject: subjects.installation,
        body: { homeRegions: regions },
      },
    ],
    guards: [],
  };
}
