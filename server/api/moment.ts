/** What routes over the picture of a moment share: which picture was asked for, and through whose eyes. */
import { z } from '@hono/zod-openapi';
import { audienceOf, type Principal } from '#domain/access/table.ts';
import { projectPicture } from '#domain/audience/project.ts';
import { instantSchema } from '#domain/capacity/observe.ts';
import { iso, ms } from '#domain/clock.ts';
import type { Iso, Picture } from '#domain/picture.ts';
import type { ViewOptions } from '#wire/views.ts';
import { refsOfFacility } from '../desk/text-book.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';

/** A place in the ledger, in digits: nothing at all is not the first one. */
export const seqOfQuery = z
  .string()
  .regex(/^\d{1,16}$/, 'a whole number')
  .transform(Number)
  .pipe(z.number().int().min(0).max(Number.MAX_SAFE_INTEGER))
  .openapi({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** A time or a place in the ledger. */
export const momentQuery = {
  at: instantSchema.optional().openapi({
    type: 'string',
    format: 'date-time',
    description: 'the picture as it was known at this time',
  }),
  seq: seqOfQuery.optional().openapi({ description: 'the picture after this entry of the ledger' }),
};

/** Time of the first entry: before it there is nothing to show. */
export async function beginsAt({ deskParts: { live, ledger } }: ApiParts): Promise<Iso> {
  const [first] = await ledger.read({ limit: 1 });
  return first?.at ?? iso(live.now());
}

/**
 * The picture that was asked for, and the moment by which its ages are reckoned.
 * @throws ProblemError AT_OUT_OF_RANGE with the times between which one can ask.
 */
export async function momentOf(
  parts: ApiParts,
  at: string | undefined,
  seq: number | undefined,
): Promise<{ picture: Picture; now: number }> {
  const { live, ledger } = parts.deskParts;
  if (at !== undefined && seq !== undefined) throw new ProblemError('AT_AND_SEQ', { path: 'seq' });
  if (at !== undefined) {
    const to = live.now();
    const known = ms(at) > to ? 0 : await ledger.seqAt(at);
    const then = known === 0 ? null : await live.pictureAt(known);
    if (then === null) {
      const facts = { from: await beginsAt(parts), to: iso(to) };
      throw new ProblemError('AT_OUT_OF_RANGE', { path: 'at', facts });
    }
    return { picture: then, now: ms(at) };
  }
  if (seq === undefined) return { picture: live.picture, now: live.now() };
  const facts = { seq: live.picture.seq };
  if (seq === 0) throw new ProblemError('SEQ_OUT_OF_RANGE', { path: 'seq', facts });
  const then = await live.pictureAt(seq);
  if (then === null) throw new ProblemError('SEQ_IN_FUTURE', { path: 'seq', facts });
  return { picture: then, now: ms(then.at) };
}

/** Through the rights of today, whatever the picture's age. */
export async function seenBy(
  { deskParts: { texts } }: ApiParts,
  principal: Principal,
  whole: Picture,
  now: number,
): Promise<{ picture: Picture; options: ViewOptions }> {
  const audience = audienceOf(principal);
  const seen = projectPicture(whole, audience);
  const refs = Object.values(seen.facilities).flatMap(refsOfFacility);
  return {
    picture: seen,
    options: { now, inbound: audience.inbound, texts: await texts.fetch(refs) },
  };
}
