/**
 * The one door for what feeds say: whom it speaks for, whether the sender may, whether it is news; then the same command as a
 * person's tap. Adapters call it and nothing else.
 */
import { worthWriting } from '#domain/capacity/fold.ts';
import { isReasonCode, observe, type ObservationInput } from '#domain/capacity/observe.ts';
import { may, type Principal } from '#domain/access/table.ts';
import { resolveFacility } from '#domain/identifiers/identifiers.ts';
import { overStaffed } from '#domain/occupancy/unit-count.ts';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import { ageFrom } from '#domain/capacity/trust.ts';
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

  /**
   * The same for a message that stands or falls whole: one refused item and nothing of it is written. Items of strangers wait all the
   * same; they refuse nothing.
   */
  async takeTogether(
    message: FeedMessage,
    items: readonly FeedItem[],
    sender: FeedSender,
  ): Promise<ItemOutcome[]> {
    const { desk, health } = this.#parts;
    const plans = items.map((item) => this.#plan(message, item, sender));
    let outcomes: ItemOutcome[];
    if (plans.some((plan) => plan.do === 'say' && plan.outcome.outcome === 'refused')) {
      outcomes = plans.map((plan, n) =>
        plan.do === 'say' && plan.outcome.outcome === 'refused'
          ? plan.outcome
          : passedOver(items[n], plan),
      );
    } else {
      const commands = plans.flatMap((plan) => (plan.do === 'write' ? [plan.command] : []));
      const written =
        commands.length === 0
          ? null
          : await desk.observeUnits({ by: sender.principal.actor }, commands);
      outcomes = await Promise.all(
        plans.map(async (plan) => {
          if (plan.do !== 'write') return this.#carryOut(message, plan, sender);
          if (written?.ok !== false) return plan.outcome;
          return { ...plan.outcome, outcome: 'refused' as const, code: written.code };
        }),
      );
    }
    health.tookItems(message, outcomes);
    return outcomes;
  }

  /** What would become of the items if they came now; nothing is written and nothing counted. */
  foresee(message: FeedMessage, items: readonly FeedItem[], sender: FeedSender): ItemOutcome[] {
    return items.map((item) => this.#plan(message, item, sender).outcome);
  }

  async #one(message: FeedMessage, item: FeedItem, sender: FeedSender): Promise<ItemOutcome> {
    return this.#carryOut(message, this.#plan(message, item, sender), sender);
  }

  async #carryOut(message: FeedMessage, plan: Plan, sender: FeedSender): Promise<ItemOutcome> {
    const { desk, quarantine } = this.#parts;
    if (plan.do === 'say') return plan.outcome;
    if (plan.do === 'hold') {
      await quarantine.hold(message, plan.item, plan.code, sender);
      return plan.outcome;
    }
    const outcome = await desk.observeUnit({ by: sender.principal.actor }, plan.command);
    if (outcome.ok) return plan.outcome;
    return { ...plan.outcome, outcome: 'refused', code: outcome.code };
  }

  /** What is to be done with an item, by the picture of this moment. */
  #plan(message: FeedMessage, item: FeedItem, sender: FeedSender): Plan {
    const { live } = this.#parts;
    const { kind, place } = item;
    const anomalies = [...new Set(item.anomalies)];
    const who = resolveFacility(live.picture, item.subject.identifiers, item.subject.name);
    if (who.kind !== 'found') {
      const code = who.kind === 'unknown' ? 'UNKNOWN_FACILITY' : 'AMBIGUOUS_FACILITY';
      const outcome: ItemOutcome = {
        ...{ place, outcome: 'quarantined', code, facility: null, kind },
        anomalies,
      };
      return { do: 'hold', item, code, outcome };
    }
    const { facility } = who;
    const said = (outcome: ItemOutcome['outcome'], code: string | null): ItemOutcome => ({
      ...{ place, outcome, code, facility, kind },
      anomalies,
    });
    const say = (outcome: ItemOutcome['outcome'], code: string | null): Plan => ({
      do: 'say',
      outcome: said(outcome, code),
    });
    if (may(sender.principal, 'unit.write', { kind: 'facility', id: facility }) !== 'allowed')
      return say('refused', 'FORBIDDEN');
    const site = live.picture.facilities[facility];
    const unit = site?.units.find((one) => one.kind === kind);
    if (site === undefined || unit === undefined) {
      anomalies.push('UNKNOWN_UNIT');
      return say('ignored', 'UNKNOWN_UNIT');
    }
    const input = this.#input(item);
    if (saysNothing(input)) return say('ignored', 'NOTHING_SAID');
    const command: UnitCommand = {
      ...{ facility, kind, input, channel: message.channel, ifVersion: null },
      ...(item.flags === undefined ? {} : { flags: item.flags }),
    };
    const current = unit.observations.find((one) => one.channel === message.channel);
    const would = this.#would(command, sender);
    if (typeof would === 'string') return say('refused', would);
    const { staffed = null } = viewUnit(site, kind, live.now()) ?? {};
    if (overStaffed(would, staffed)) anomalies.push('OVER_STAFFED');
    if (would.flags.includes('CLOCK_SKEW')) anomalies.push('CLOCK_SKEW');
    if (current !== undefined && ageFrom(would) < ageFrom(current)) anomalies.push('LATE');
    return worthWriting(current, would)
      ? { do: 'write', command, outcome: said('recorded', null) }
      : say('unchanged', null);
  }

  /** Feeds whose end lies behind us already said so in good faith: what they say is then just unknown at the end. */
  #input(item: FeedItem): ObservationInput {
    const { validUntil, ...rest } = item.figures;
    const past = validUntil !== null && Date.parse(validUntil) <= this.#parts.live.now();
    return { ...rest, validUntil: past ? null : validUntil };
  }

  /** The observation that the command would write, for telling news from repetition; or why it would be refused. */
  #would(command: UnitCommand, sender: FeedSender): Observation | string {
    const { live } = this.#parts;
    const { note, reason } = command.input;
    const wordy = note !== null || (reason !== null && !isReasonCode(reason));
    const text = wordy ? { id: '', hash: '' } : null;
    const now = live.now();
    const decided = observe(live.picture, { ...command, note: text }, sender.principal.actor, now);
    if (!decided.ok) return decided.code;
    const [entry] = decided.entries;
    if (entry?.kind !== 'unit-observed') throw new Error('an observation is written as one');
    return entry.body.observation;
  }
}

type UnitCommand = Parameters<Desk['observeUnit']>[1];

type Plan =
  | { do: 'say'; outcome: ItemOutcome }
  | {
      do: 'hold';
      item: FeedItem;
      code: 'UNKNOWN_FACILITY' | 'AMBIGUOUS_FACILITY';
      outcome: ItemOutcome;
    }
  | { do: 'write'; command: UnitCommand; outcome: ItemOutcome };

/** What became of an item whose message was refused for another one. */
function passedOver(item: FeedItem | undefined, plan: Plan): ItemOutcome {
  const { facility, kind, anomalies } = plan.outcome;
  const place = item?.place ?? plan.outcome.place;
  return { place, outcome: 'ignored', code: 'REFUSED_TOGETHER', facility, kind, anomalies };
}

function saysNothing(input: ObservationInput): boolean {
  const { staffed, physical, occupied, available, status, offloadMinutes, nedocs } = input;
  return [staffed, physical, occupied, available, status, offloadMinutes, nedocs].every(
    (one) => one === null,
  );
}
