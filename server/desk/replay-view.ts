/** A replay as the caller may see it: the case of that moment, the facilities as known then, the entries that concern them. */
import { projectCase, projectPicture, type Audience } from '#domain/audience/project.ts';
import type { Entry } from '#domain/entries.ts';
import type { CaseState, FacilityState, Picture, Region } from '#domain/picture.ts';
import type { Policy } from '#domain/routing/policy.ts';
import type { HistoryLine } from '#wire/replay.ts';
import { NO_TEXTS, viewCase, type CaseWire } from '#wire/views.ts';
import type { Replay } from './replay.ts';

/** The parts of a replay that depend on who asks. */
export interface SeenReplay {
  case: CaseWire;
  facilities: FacilityState[];
  regions: Region[];
  policy: Policy | null;
  history: HistoryLine[];
}

/** `present` is the case as it is now, with the picture around it: what the audience may see of it bounds the history. */
export function seenReplay(
  replay: Replay,
  present: { one: CaseState; picture: Picture },
  audience: Audience,
): SeenReplay {
  const then = projectPicture(replay.picture, audience);
  const one = replay.case;
  return {
    case: viewCase({ ...one, travelTimes: null, lost: {} }, NO_TEXTS),
    facilities: Object.values(then.facilities),
    regions: Object.values(then.regions),
    policy: then.policy,
    history: seenHistory(replay, present, audience).map(lineOf),
  };
}

/**
 * Whoever sees the whole case sees all of its entries. A hospital sees what led to its own patient and what followed while it
 * had it, never that others were asked before or after.
 */
function seenHistory(
  { history }: Replay,
  { one, picture }: { one: CaseState; picture: Picture },
  audience: Audience,
): Entry[] {
  const seen = projectCase(one, picture, audience);
  if (seen === null) return [];
  if (audience.facilities.length === 0 || audience.room === one.room) return history;
  return history.filter((entry) => {
    if (entry.version > seen.version) return false;
    if (entry.kind === 'decision-made')
      return audience.facilities.includes(entry.body.decision.facility);
    if (entry.kind === 'case-acknowledged')
      return audience.facilities.includes(entry.body.acknowledgement.facility);
    return entry.kind !== 'case-status-changed' || entry.body.step !== 're-routed';
  });
}

function lineOf(entry: Entry): HistoryLine {
  const line: HistoryLine = {
    seq: entry.seq,
    at: entry.at,
    kind: entry.kind,
    by: entry.by.organisation ?? entry.by.role,
    facility: null,
    decision: null,
    step: null,
    answer: null,
    prev: entry.prev,
    hash: entry.hash,
  };
  switch (entry.kind) {
    case 'decision-made':
      return { ...line, facility: entry.body.decision.facility, decision: entry.body.decision.id };
    case 'case-acknowledged': {
      const { facility, decision, answer } = entry.body.acknowledgement;
      return { ...line, facility, decision, answer };
    }
    case 'override-explained':
      return { ...line, decision: entry.body.decision };
    case 'case-status-changed':
      return { ...line, step: entry.body.step };
    default:
      return line;
  }
}
