/** What feeds say of a site as a whole, taken in: one stop on the facility that is renewed while it is said, and ended when it is not. */
import { may } from '#domain/access/table.ts';
import { resolveFacility } from '#domain/identifiers/identifiers.ts';
import { closureStep } from '#domain/stops/site-closure.ts';
import type { FeedSender, IntakeParts } from './intake.ts';
import type { FeedMessage, FeedSubject, ItemOutcome } from './item.ts';

export interface SiteClosureWord {
  place: string;
  subject: FeedSubject;
  closed: boolean;
  observedAt: string | null;
}

/** What became of each; where there was nothing to say of it nothing is answered. */
export async function takeSites(
  { desk, live, health }: Pick<IntakeParts, 'desk' | 'live' | 'health'>,
  message: FeedMessage,
  words: readonly SiteClosureWord[],
  { principal }: FeedSender,
): Promise<ItemOutcome[]> {
  const outcomes: ItemOutcome[] = [];
  for (const { place, subject, closed, observedAt } of words) {
    const who = resolveFacility(live.picture, subject.identifiers, subject.name);
    // Its units wait already; a closure is not taken up later.
    if (who.kind !== 'found') continue;
    const { facility: id } = who;
    const facility = live.picture.facilities[id];
    if (facility === undefined) continue;
    const by = principal.actor;
    const todo = closureStep(facility, { closed, by: by.id, observedAt }, live.now());
    if (todo.do === 'nothing') continue;
    const said = (outcome: ItemOutcome['outcome'], code: string | null) =>
      outcomes.push({ place, outcome, code, facility: id, kind: null, anomalies: [] });
    if (may(principal, 'stop.write', { kind: 'facility', id }) !== 'allowed') {
      said('refused', 'FORBIDDEN');
      continue;
    }
    if (todo.do === 'start' || todo.do === 'renew') {
      const stop = { scope: 'facility', level: 'stop', reason: 'incident' } as const;
      const input = { ...stop, until: todo.until, note: null };
      const started = await desk.startStop({ by }, { facility: id, input });
      said(started.ok ? 'recorded' : 'refused', started.ok ? null : started.code);
    }
    if (todo.do === 'end' || todo.do === 'renew') {
      const ended = await desk.endStop({ by }, { facility: id, stop: todo.stop });
      if (todo.do === 'end') said(ended.ok ? 'recorded' : 'refused', ended.ok ? null : ended.code);
    }
  }
  health.tookItems(message, outcomes);
  return outcomes;
}
