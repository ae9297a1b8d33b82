/**
 * The desk: one method a command. It gathers what a decision needs (place, travel times, texts, the picture that was seen),
 * lets the domain decide, appends and answers. Handlers of HTTP, feeds and sockets call it and own no rule.
 */
import { isReasonCode, observe, type ObservationInput } from '#domain/capacity/observe.ts';
import { acknowledge, explainOverride, step } from '#domain/cases/steps.ts';
import { configureHome, type HomeInput } from '#domain/installation/home.ts';
import { reviewProfile, type ProfileCommand } from '#domain/installation/profile.ts';
import { identify, type IdentifyCommand } from '#domain/identifiers/identifiers.ts';
import { alarmEntries, troublesOf, type WatchedFeed } from '#domain/feeds/alarms.ts';
import type { Actor, FacilityState, Picture } from '#domain/picture.ts';
import { accessSubject, subjects, type EntryBodies } from '#domain/entries.ts';
import type { Decided } from '#domain/refusal.ts';
import { endStop, startStop, type StopInput } from '#domain/stops/decide.ts';
import type {
  Acknowledgement,
  CaseStep,
  Channel,
  OverrideReason,
  UnitFlag,
  UnitKind,
} from '#domain/words.ts';
import {
  viewCase,
  viewDecision,
  viewStop,
  viewUnitWire,
  type CaseWire,
  type DecisionWire,
  type StopWire,
  type UnitWire,
} from '#wire/views.ts';
import { CaseDesk } from './case-desk.ts';
import { SYSTEM } from './clerk.ts';
import type { Outcome } from './live-picture.ts';
import type { Asker, DeskParts } from './parts.ts';

/** Every command of the API, the feeds and the demo. */
export class Desk extends CaseDesk {
  constructor(parts: DeskParts) {
    super(parts);
  }

  /** A hospital's figures of one unit. The answer is the unit as it then stands. */
  async observeUnit(
    asker: Asker,
    command: {
      facility: string;
      kind: UnitKind;
      input: ObservationInput;
      channel: Channel;
      ifVersion: number | null;
      flags?: readonly UnitFlag[];
    },
  ): Promise<Outcome<UnitWire>> {
    const { live, texts } = this.parts;
    const { reason } = command.input;
    const note = await texts.keep(command.input.note, live.now());
    const reasonText = await texts.keep(isReasonCode(reason) ? null : reason, live.now());
    return live.carryOut({
      ...asker,
      decide: (picture, now) => observe(picture, { ...command, note, reasonText }, asker.by, now),
      answer: (picture, _entries, now) => {
        const facility = expect(picture.facilities[command.facility]);
        const unit = expect(facility.units.find((one) => one.kind === command.kind));
        return viewUnitWire(facility, unit, { now, inbound: true, texts: texts.atHand });
      },
    });
  }

  /** Alarms of feeds, raised and cleared by the picture of the moment: of two looks at once the second has nothing to write. */
  async tellFeedAlarms(feeds: readonly WatchedFeed[]): Promise<void> {
    await this.parts.live.carryOut({
      by: SYSTEM,
      decide: (picture, now) => ({
        ok: true,
        entries: alarmEntries(picture, troublesOf(feeds, picture, now)),
        guards: [],
      }),
      answer: () => null,
    });
  }

  /** Several observations that stand or fall together. */
  async observeUnits(
    asker: Asker,
    commands: readonly Parameters<Desk['observeUnit']>[1][],
  ): Promise<Outcome<null>> {
    const { live, texts } = this.parts;
    const whole = await Promise.all(
      commands.map(async (command) => {
        const { note, reason } = command.input;
        return {
          ...command,
          note: await texts.keep(note, live.now()),
          reasonText: await texts.keep(isReasonCode(reason) ? null : reason, live.now()),
        };
      }),
    );
    return live.carryOut({
      ...asker,
      decide: (picture, now) => {
        const decided: Decided = { ok: true, entries: [], guards: [] };
        for (const command of whole) {
          const one = observe(picture, command, asker.by, now);
          if (!one.ok) return one;
          decided.entries.push(...one.entries);
          decided.guards.push(...one.guards);
        }
        return decided;
      },
      answer: () => null,
    });
  }

  /** By which names others know a facility: the whole list. */
  async identify(asker: Asker, command: IdentifyCommand): Promise<Outcome<FacilityState>> {
    return this.parts.live.carryOut({
      ...asker,
      decide: (picture) => identify(picture, command),
      answer: (picture) => expect(picture.facilities[command.facility]),
    });
  }

  /** What an administrator checked of a facility: its profile, whole. */
  async reviewProfile(asker: Asker, command: ProfileCommand): Promise<Outcome<FacilityState>> {
    return this.parts.live.carryOut({
      ...asker,
      decide: (picture, now) => reviewProfile(picture, command, asker.by, now),
      answer: (picture) => expect(picture.facilities[command.facility]),
    });
  }

  /** For which regions the installation works. */
  async configureHome(asker: Asker, input: HomeInput): Promise<Outcome<string[]>> {
    return this.parts.live.carryOut({
      ...asker,
      decide: (picture) => configureHome(picture, input),
      answer: (picture) => expect(picture.homeRegions),
    });
  }

  async startStop(
    asker: Asker,
    command: { facility: string; input: StopInput },
  ): Promise<Outcome<StopWire>> {
    const { live, texts, newId } = this.parts;
    const note = await texts.keep(command.input.note, live.now());
    const id = newId();
    return live.carryOut({
      ...asker,
      decide: (picture, now) => startStop(picture, { ...command, id, note }, asker.by, now),
      answer: (picture) => this.#stopOf(picture, command.facility, id),
    });
  }

  /** Ends it now; the record stays. */
  async endStop(
    asker: Asker,
    command: { facility: string; stop: string },
  ): Promise<Outcome<{ id: string; endedAt: string }>> {
    return this.parts.live.carryOut({
      ...asker,
      decide: (picture, now) => endStop(picture, command, now),
      answer: (_picture, entries) => ({ id: command.stop, endedAt: expect(entries[0]).at }),
    });
  }

  /** `facilities`: those that the asker speaks for. */
  async acknowledge(
    asker: Asker,
    command: {
      case: string;
      facilities: readonly string[];
      answer: Acknowledgement;
      reason: string | null;
    },
  ): Promise<Outcome<CaseWire>> {
    const { live, texts } = this.parts;
    const reason = await texts.keep(command.reason, live.now(), 'case-note', command.case);
    return live.carryOut({
      ...asker,
      decide: (picture, now) => acknowledge(picture, { ...command, reason }, asker.by, now),
      answer: (picture) => this.#caseOf(picture, command.case),
    });
  }

  async step(asker: Asker, command: { case: string; step: CaseStep }): Promise<Outcome<CaseWire>> {
    return this.parts.live.carryOut({
      ...asker,
      decide: (picture, now) => step(picture, command, asker.by, now),
      answer: (picture) => this.#caseOf(picture, command.case),
    });
  }

  /** The reason of an override, given afterwards, also when another decision has taken its place. `case` is that of the decision. */
  async explainOverride(
    asker: Asker,
    command: { case: string; decision: string; reason: OverrideReason; note: string | null },
  ): Promise<Outcome<DecisionWire>> {
    const { live, texts, ledger } = this.parts;
    const history = await ledger.read({ subject: subjects.case(command.case) });
    const made = history.find(
      (entry) => entry.kind === 'decision-made' && entry.body.decision.id === command.decision,
    );
    const earlier = made?.kind === 'decision-made' ? made.body.decision : null;
    await texts.fetch([earlier?.note]);
    const note = await texts.keep(command.note, live.now(), 'case-note', command.case);
    return live.carryOut({
      ...asker,
      decide: (picture) => explainOverride(picture, { ...command, note, earlier }),
      answer: (picture) => {
        const { decision, claim } = expect(picture.cases[command.case]);
        if (decision?.id === command.decision) return viewDecision(decision, claim, texts.atHand);
        const then = expect(earlier);
        const explained = { ...then, overrideReason: command.reason, note: note ?? then.note };
        return viewDecision(explained, null, texts.atHand);
      },
    });
  }

  /** Records that an account, a key or a wall screen changed, and by whom. */
  async recordAccess(by: Actor, body: EntryBodies['access-changed']): Promise<void> {
    await this.parts.live.carryOut({
      by,
      decide: () => ({
        ok: true,
        entries: [{ kind: 'access-changed', subject: accessSubject(body), body }],
        guards: [],
      }),
      answer: () => null,
    });
  }

  #stopOf(picture: Picture, facility: string, id: string): StopWire {
    const stop = expect(picture.facilities[facility]?.stops.find((one) => one.id === id));
    return viewStop(stop, this.parts.texts.atHand);
  }

  #caseOf(picture: Picture, id: string): CaseWire {
    return viewCase(expect(picture.cases[id]), this.parts.texts.atHand);
  }
}

/** What a decision just wrote is there; anything else is a fault of ours. */
export function expect<T>(value: T | null | undefined): T {
  if (value === null || value === undefined)
    throw new Error('the picture lacks what was just written');
  return value;
}
