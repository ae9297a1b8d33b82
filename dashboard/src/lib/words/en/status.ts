/** English words for the status of an emergency department. */
import type { Glyph } from '#lib/status/status.ts';
import type { Trust } from '#domain/words.ts';
import type { Words } from '../nl/index.ts';

const glyph: Record<Glyph, string> = {
  open: 'open',
  impending: 'impending stop',
  stop: 'stop',
  unknown: 'unknown',
  stale: 'out of date',
  none: 'no ED',
};

const trust: Record<Trust, string> = {
  fresh: 'fresh',
  ageing: 'ageing',
  stale: 'out of date',
  unknown: 'unknown',
};

export const status: Words['status'] = {
  glyph,
  trust,
  levelOne: 'level 1',
  stopUntil: (time) => `stop until ${time}`,
  impendingUntil: (time) => `impending until ${time}`,
  stop: 'stop',
  impending: 'impending',
  wasOpenNowSilent: 'was open, now silent',
  unknownSince: (time) => `unknown since ${time}`,
  neverReported: 'never reported',
  unconfirmed: 'not confirmed',
};
