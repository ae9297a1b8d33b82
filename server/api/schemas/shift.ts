/** Shapes of asks, notes and handovers in the API's description; the types are those of the wire. */
import { z } from '@hono/zod-openapi';
import { STOP_LEVELS, STOP_SCOPES } from '#domain/words.ts';
import { isoOut } from './capacity.ts';

const count = z.number().int().min(0);

export const askOut = z
  .object({
    facility: z.string(),
    at: isoOut,
    region: z.string().nullable().openapi({ description: 'whose chair asked; null: the nation' }),
    lapsesAt: isoOut,
  })
  .openapi('ConfirmationRequest');

const writing = {
  id: z.string(),
  at: isoOut,
  by: z.object({ role: z.string(), organisation: z.string().nullable() }),
  text: z.string().nullable().openapi({ description: 'null when it was erased' }),
};
export const noteOut = z.object(writing).openapi('Note');

const sumOut = z.object({
  free: count.nullable(),
  staffed: count.nullable(),
  known: count,
  of: count,
  oldest: isoOut.nullable(),
});
const sumsOut = z.object({ bays: sumOut, icu: sumOut });
const figuresOut = z.object({
  stopsBegun: count,
  stopsRunning: count,
  silent: count,
  begin: sumsOut.nullable(),
  end: sumsOut,
  decisions: count,
  owingReason: count,
});
export const handoverOut = z
  .object({ ...writing, from: isoOut, to: isoOut, figures: figuresOut })
  .openapi('ShiftHandover');

const stop = {
  facility: z.string(),
  scope: z.enum(STOP_SCOPES),
  level: z.enum(STOP_LEVELS),
  from: isoOut,
};
export const shiftDraftOut = z
  .object({
    region: z.string(),
    from: isoOut,
    to: isoOut,
    stops: z.array(z.object({ ...stop, endedAt: isoOut.nullable(), minutes: z.number().int() })),
    running: z.array(z.object({ ...stop, until: isoOut })),
    silent: z.array(z.object({ facility: z.string(), since: isoOut.nullable() })),
    asks: z.array(z.object({ facility: z.string(), at: isoOut })),
    figures: figuresOut,
    notes: z.array(noteOut),
  })
  .openapi('ShiftHandoverDraft');
