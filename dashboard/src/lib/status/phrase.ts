/** The status of an emergency department in a few words: "stop tot 14:30", "was open, nu stil". */
import type { EdStatus } from './status.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';

export function statusPhrase(
  ed: EdStatus,
  now: number,
  t: Words['status'],
  format: Format,
): string {
  const until = ed.stop === null ? null : format.time(ed.stop.until, now);
  const unconfirmed = (word: string) => (ed.stale ? `${word}, ${t.unconfirmed}` : word);
  switch (ed.glyph) {
    case 'stop':
      return until === null ? unconfirmed(t.stop) : t.stopUntil(until);
    case 'impending':
      return until === null ? unconfirmed(t.impending) : t.impendingUntil(until);
    case 'stale':
      return t.wasOpenNowSilent;
    case 'unknown': {
      const since = ed.view?.observedAt ?? null;
      return since === null ? t.neverReported : t.unknownSince(format.time(since, now));
    }
    case 'open':
    case 'none':
      return t.glyph[ed.glyph];
  }
}
