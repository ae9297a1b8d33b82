/**
 * What stands where in an answer of LPZ. Its outer shape is known (a list of locations, each with `oid`, `locatie` and the list
 * `beschikbaarheid`); the names inside that list are not published, so they are data of the installation and not code. Nothing
 * is guessed: a word that the file does not name is unknown. Source: documentation for users of LPZ (lpz-support.atlassian.net).
 */
import { z } from 'zod';
import { UNIT_KINDS, UNIT_STATUSES } from '#domain/words.ts';

/** Names on the way to a value, with dots between them: `afdeling.code`. */
const path = z
  .string()
  .regex(/^[^.\s]+(?:\.[^.\s]+)*$/, 'names with dots between them, such as afdeling.code');
const maybe = path.nullable().default(null);

const word = z.string().trim().min(1).max(200);
/** Words are compared without regard to case and to white space around them. */
const wordsTo = <T extends z.ZodType>(value: T) =>
  z.record(word, value).transform((record) => {
    const entries = Object.entries(record) as [string, z.output<T>][];
    return new Map(entries.map(([key, to]) => [key.trim().toLowerCase(), to] as const));
  });

export const lpzMappingSchema = z
  .strictObject({
    /** Where the list of locations stands; null: the answer is that list. */
    locations: maybe,
    /** In a location. The three names that are known. */
    oid: path.default('oid'),
    availabilities: path.default('beschikbaarheid'),
    /** In an availability: which department it is of, and which unit that is. Null: known, and none of ours. */
    department: z.strictObject({ at: path, words: wordsTo(z.enum(UNIT_KINDS).nullable()) }),
    status: z
      .strictObject({ at: path, words: wordsTo(z.enum(UNIT_STATUSES)) })
      .nullable()
      .default(null),
    reason: maybe,
    /** When a stop is expected to end. */
    expectedEnd: maybe,
    /** Beds that are open: equipment and staff are there (definition of LCPS). */
    open: maybe,
    occupied: maybe,
    available: maybe,
    nedocs: maybe,
    /** When the hospital said it. `poll`: LPZ gives no such time, and the moment of asking stands for it, knowingly. */
    observedAt: z.union([path, z.strictObject({ poll: z.literal(true) })]),
  })
  .superRefine((mapping, context) => {
    const { status, open, occupied, available, nedocs } = mapping;
    if ([status, open, occupied, available, nedocs].every((one) => one === null))
      context.addIssue({
        code: 'custom',
        message: 'maps no figure and no status: nothing would be read',
      });
  });

export type LpzMapping = z.output<typeof lpzMappingSchema>;

/** The file cannot be used; the message has a line for each place. */
export class LpzMappingError extends Error {
  override name = 'LpzMappingError';
}

/** @throws LpzMappingError naming every place that is wrong. */
export function readMapping(text: string): LpzMapping {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new LpzMappingError('is not JSON');
  }
  const parsed = lpzMappingSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new LpzMappingError(
    parsed.error.issues
      .map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`)
      .join('\n'),
  );
}
