/**
 * The one door for what feeds say: whom it speaks for, whether the sender may, whether it is news; then the same command as a
 * person's tap. Adapters call it and nothing else.
 */
import { worthWriting } from '#domain/capacity/fold.ts';
import { isReasonCode, observe, type ObservationInput } from '#domain/capacity/observe.ts';
import { may, type Principal } from '#domain/access/table.ts';
import { resolveFacility } from '#domain/identifiers/identifiers.ts';
import type { Observation } from '#domain/picture.ts';
import type { Desk } from '../../desk/desk.ts';
import type { LivePicture } from '../../desk/live-picture.ts';
import type { FeedHealth } from './health.ts';
import type { FeedItem, FeedMessage, ItemOutcome } from './item.ts';
import type { Quarantine } from './quarantine.ts';

export interface IntakeParts {
  desk: Desk;
  live: LivePicture;
  quarantine: Quarantine;
  health: FeedHealth;
}

/** Who sends, by key, certificate or the system's own hand. */
export interface FeedSender {
  principal: Principal;
}

/** Takes items in, each alone: one that cannot be used does not hold up the others. */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /**
   * What became of each item, in their order; recorded ones are durable when this resolves.
   * @param remarks anomalies of the message as a whole, for the feed's health.
   */
  async take(
    message: FeedMessage,
    items: readonly FeedItem[],
    sender: FeedSender,
  ): Promise<ItemOutcome[]> {
    // Of one unit the later item counts later; of different units all at once, so that they share a commit.
    const queues = new Map<string, Promise<unknown>>();
    const outcomes = await Promise.all(
      items.map((item) => {
        const lane = `${JSON.stringify(item.subject)}/${item.kind}`;
        const before = queues.get(lane) ?? Promise.resolve();
        const mine = before.then(() => this.#one(message, item, sender));
        queues.set(
          lane,
          mine.catch(() => undefined),
        );
        return mine;
      }),
    );
    this.#parts.health.tookItems(message, outcomes);
    return outcomes;
  }

  async #one(message: FeedMessage, item: FeedItem, sender: FeedSender): Promise<ItemOutcome> {
    const { desk, live, quarantine } = this.#parts;
    const { kind, place } = item;
    const anomalies = [...new Set(item.anomalies)];
    const who = resolveFacility(live.picture, item.subject.identifiers, item.subject.name);
    if (who.kind !== 'found') {
      const code = who.kind === 'unknown' ? 'UNKNOWN_FACILITY' : 'AMBIGUOUS_FACILITY';
      await quarantine.hold(message, item, code, sender);
      return { place, outcome: 'quarantined', code, facility: null, kind, anomalies };
    }
    const { facility } = who;
    const said = (outcome: ItemOutcome['outcome'], code: string | null): ItemOutcome => ({
      ...{ place, outcome, code, facility, kind },
      anomalies,
    });
    if (may(sender.principal, 'unit.write', { kind: 'facility', id: facility }) !== 'allowed')
      return said('refused', 'FORBIDDEN');
    const unit = live.picture.facilities[facility]?.units.find((one) => one.kind === kind);
    if (unit === undefined) {
      anomalies.push('UNKNOWN_UNIT');
      return said('ignored', 'UNKNOWN_UNIT');
    }
    const input = this.#input(item);
    if (saysNothing(input)) return said('ignored', 'NOTHING_SAID');
    const current = unit.observations.find((one) => one.channel === message.channel);
    const would = this.#would(message, facility, item, input, sender);
    if (would?.flags.includes('CLOCK_SKEW')) anomalies.push('CLOCK_SKEW');
    if (would !== null && current !== undefined && would.observedAt < current.observedAt)
      anomalies.push('LATE');
    if (would !== null && !worthWriting(current, would)) return said('unchanged', null);
    const outcome = await desk.observeUnit(
      { by: sender.principal.actor },
      {
        facility,
        kind,
        input,
        channel: message.channel,
        ifVersion: null,
        ...(item.flags === undefined ? {} : { flags: item.flags }),
      },
    );
    return outcome.ok ? said('recorded', null) : said('refused', outcome.code);
  }

  /** Feeds whose end lies behind us already said so in good faith: what they say is then just unknown at the end. */
  #input(item: FeedItem): ObservationInput {
    const { validUntil, ...rest } = item.figures;
    const past = validUntil !== null && Date.parse(validUntil) <= this.#parts.live.now();
    return { ...rest, validUntil: past ? null : validUntil };
  }

  /** The observation that the command would write, for telling news from repetition; null when it would be refused. */
  #would(
    message: FeedMessage,
    facility: string,
    item: FeedItem,
    input: ObservationInput,
    sender: FeedSender,
  ): Observation | null {
    const { live } = this.#parts;
    const wordy = input.note !== null || (input.reason !== null && !isReasonCode(input.reason));
    const decided = observe(
      live.picture,
      {
        ...{ facility, kind: item.kind, input, channel: message.channel },
        note: wordy ? { id: '', hash: '' } : null,
        ifVersion: null,
        ...(item.flags === undefined ? {} : { flags: item.flags }),
      },
      sender.principal.actor,
      live.now(),
    );
    const entry = decided.ok ? decided.entries[0] : undefined;
    return entry?.kind === 'unit-observed' ? entry.body.observation : null;
  }
}

function saysNothing(input: ObservationInput): boolean {
  const { staffed, physical, occupied, available, status, offloadMinutes, nedocs } = input;
  return [staffed, physical, occupied, available, status, offloadMinutes, nedocs].every(
    (one) => one === null,
  );
}
