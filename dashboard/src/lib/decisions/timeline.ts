/** Who did and saw what when, one lane each: the dispatch room, the hospitals, and the rest. Pure. */
import { ms } from '#domain/clock.ts';
import type { HistoryLine } from '#wire/replay.ts';

export type Moment =
  | {
      what: 'opened' | 'revised' | 'decided' | 'explained' | 'announced' | 'withdrawn' | 'archived';
    }
  | { what: 'answered'; answer: 'accepted' | 'declined' }
  | { what: 'step'; step: NonNullable<HistoryLine['step']> };

export interface LaneMoment {
  at: number;
  seq: number;
  moment: Moment;
  /** The decision that is looked at. */
  main: boolean;
}

export interface Lane {
  /** Facility, room or other organisation. */
  who: string;
  kind: 'facility' | 'other';
  moments: LaneMoment[];
}

export function lanesOf(
  history: readonly HistoryLine[],
  decision: string,
  isFacility: (id: string) => boolean,
): Lane[] {
  const lanes = new Map<string, Lane>();
  const put = (who: string, line: HistoryLine, moment: Moment, main = false) => {
    const lane = lanes.get(who) ?? {
      who,
      kind: isFacility(who) ? ('facility' as const) : ('other' as const),
      moments: [],
    };
    lane.moments.push({ at: ms(line.at), seq: line.seq, moment, main });
    lanes.set(who, lane);
  };
  let holder: string | null = null;
  for (const line of history) {
    switch (line.kind) {
      case 'case-opened':
        put(line.by, line, { what: 'opened' });
        break;
      case 'case-revised':
        put(line.by, line, { what: 'revised' });
        break;
      case 'decision-made':
        put(line.by, line, { what: 'decided' }, line.decision === decision);
        // Whom it was taken from hears so in the same entry.
        if (holder !== null && holder !== line.facility) put(holder, line, { what: 'withdrawn' });
        holder = line.facility;
        if (holder !== null) put(holder, line, { what: 'announced' });
        break;
      case 'override-explained':
        put(line.by, line, { what: 'explained' });
        break;
      case 'case-acknowledged':
        if (line.answer !== null)
          put(line.facility ?? line.by, line, { what: 'answered', answer: line.answer });
        break;
      case 'case-status-changed':
        if (line.step === null) break;
        put(line.by, line, { what: 'step', step: line.step });
        if (holder !== null && (line.step === 're-routed' || line.step === 'cancelled')) {
          put(holder, line, { what: 'withdrawn' });
          holder = null;
        }
        break;
      case 'case-archived':
        put(line.by, line, { what: 'archived' });
        break;
      default:
        break;
    }
  }
  return [...lanes.values()];
}

/** How it went on after a decision: who said so first. Null: nobody has. */
export function arrivalAfter(history: readonly HistoryLine[], decision: string): number | null {
  const from = history.findIndex(
    (line) => line.decision === decision && line.kind === 'decision-made',
  );
  if (from < 0) return null;
  for (const line of history.slice(from + 1)) {
    if (line.kind === 'decision-made' || line.step === 're-routed' || line.step === 'cancelled')
      return null;
    if (line.step === 'arrived' || line.step === 'handed-over') return ms(line.at);
  }
  return null;
}
