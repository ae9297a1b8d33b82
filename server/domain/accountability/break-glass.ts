/**
 * Break-glass: somebody without a ground for a case opens it with a reason, for one hour, and its owners are told at once. NEN 7513
 * and NEN 7510 ask that such an emergency procedure ("noodknop") exists, is bounded and is logged.
 */
import { z } from 'zod';
import type { Audience } from '../audience/project.ts';
import { idSchema } from '../cases/commands.ts';
import { iso, MINUTE, ms } from '../clock.ts';
import { subjects } from '../entries.ts';
import type { CaseState, Picture, TextRef } from '../picture.ts';
import { refuse, type Decision } from '../refusal.ts';
import { GLASS_CODES, type GlassCode } from '../words.ts';
import { groundOf } from './looks.ts';

/** A broken glass stands for so long; whoever needs more gives a reason anew. */
export const GLASS_MINUTES = 60;

/** The order: a case by its id or the number of the radio, a code and a sentence. */
export const breakGlassSchema = z.strictObject({
  case: z.union([idSchema, z.string().regex(/^\d{1,9}$/)]),
  code: z.enum(GLASS_CODES),
  reason: z.string().trim().min(10).max(300),
});
export type BreakGlassInput = z.output<typeof breakGlassSchema>;

/** The live case of that id, or the newest one of that number; null: there is none. */
export function caseNamed(picture: Picture, wanted: string): CaseState | null {
  if (Object.hasOwn(picture.cases, wanted)) return picture.cases[wanted] ?? null;
  const number = /^\d{1,9}$/.test(wanted) ? Number(wanted) : null;
  const named = Object.values(picture.cases).filter((one) => one.number === number);
  return named.sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))[0] ?? null;
}

/**
 * Decides on breaking the glass. Who sees the case by a ground of its own needs none; a hospital that lost it sees what it was told,
 * and may need more.
 */
export function breakGlass(
  picture: Picture,
  command: { id: string; case: string; code: GlassCode; text: TextRef },
  audience: Audience,
  now: number,
): Decision {
  const one = caseNamed(picture, command.case);
  if (one === null) return refuse('UNKNOWN_CASE');
  const ground = groundOf(one, picture, { ...audience, opened: [] });
  if (ground !== null && ground !== 'earlier-hospital') return refuse('GLASS_NOT_NEEDED');
  const { id, code, text } = command;
  const until = iso(now + GLASS_MINUTES * MINUTE);
  return {
    ok: true,
    entries: [
      {
        kind: 'glass-broken',
        subject: subjects.glass(one.id),
        body: { case: one.id, glass: { id, code, text, until } },
      },
    ],
    guards: [],
  };
}

/**
 * Whether the account ever opened one of the cases of the picture: what its browser still holds may be more than it sees now, or less.
 */
export function everOpened(picture: Pick<Picture, 'cases'>, account: string): boolean {
  return Object.values(picture.cases).some(
    ({ opened }) => opened?.some(({ by }) => by.id === account) === true,
  );
}

/** The cases that stand open for each account now. */
export function openedBy(picture: Pick<Picture, 'cases'>, now: number): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const one of Object.values(picture.cases))
    for (const { by, until } of one.opened ?? [])
      if (ms(until) > now) {
        const mine = found.get(by.id) ?? [];
        if (!mine.includes(one.id)) found.set(by.id, [...mine, one.id]);
      }
  return found;
}
