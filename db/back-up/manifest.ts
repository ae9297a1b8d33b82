/** What a back-up says of itself, sealed with it. */
import { z } from 'zod';
import { BackUpError } from './seal.ts';

const whole = z.object({
  /** ISO UTC. */
  takenAt: z.iso.datetime(),
  head: z.object({ seq: z.number().int().min(0), hash: z.string() }),
  entries: z.number().int().min(0),
  /** Where the access log ends; null in back-ups of before it was proven too. */
  looks: z
    .object({ seq: z.number().int().min(0), hash: z.string() })
    .nullable()
    .default(null),
  /** The installation's secret that lies beside the database; null where there was none, or where the database holds it itself. */
  secret: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** Of which store; back-ups of before there were two do not say it. */
  store: z.enum(['sqlite', 'postgres']).default('sqlite'),
});

const changes = whole.extend({
  /** Name of the file that these are the changes after, in the same folder. */
  after: z.string().min(1),
  /** Bytes of a page, and pages of the whole database. */
  pageSize: z.number().int().min(512).max(65_536),
  pages: z.number().int().min(1),
});

export type Manifest = z.output<typeof whole>;
/** Where both chains end. */
export type Ends = Pick<Manifest, 'head' | 'entries' | 'looks'>;
export type ChangesManifest = z.output<typeof changes>;

/** @throws BackUpError when it is not one of ours. */
export function readManifest(value: unknown): Manifest | ChangesManifest {
  const parsed = z.union([changes, whole]).safeParse(value);
  if (!parsed.success) throw new BackUpError('its manifest cannot be read');
  return parsed.data;
}

export function isChanges(manifest: Manifest | ChangesManifest): manifest is ChangesManifest {
  return 'after' in manifest;
}
