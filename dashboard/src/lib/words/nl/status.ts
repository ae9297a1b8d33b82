/** Dutch words for the status of an emergency department. */
import type { Glyph } from '#lib/status/status.ts';
import type { Trust } from '#domain/words.ts';

const glyph: Record<Glyph, string> = {
  open: 'open',
  impending: 'dreigende stop',
  stop: 'presentatiestop',
  unknown: 'onbekend',
  stale: 'verouderd',
  none: 'geen SEH',
};

const trust: Record<Trust, string> = {
  fresh: 'vers',
  ageing: 'wordt oud',
  stale: 'verouderd',
  unknown: 'onbekend',
};

export const status = {
  glyph,
  trust,
  levelOne: 'level 1',
  /** "stop tot 14:30" */
  stopUntil: (time: string) => `stop tot ${time}`,
  impendingUntil: (time: string) => `dreigend tot ${time}`,
  stop: 'stop',
  impending: 'dreigend',
  wasOpenNowSilent: 'was open, nu stil',
  unknownSince: (time: string) => `onbekend, sinds ${time}`,
  neverReported: 'nog nooit gemeld',
  unconfirmed: 'niet bevestigd',
};
