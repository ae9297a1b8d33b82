/** Cases at the desk: opened, revised, ranked, decided. Each ranking that is given at one of these is written as advice. */
import { adviceOf, choose } from '#domain/cases/choose.ts';
import type { DecisionInput, OpenCaseInput, ReviseCaseInput } from '#domain/cases/commands.ts';
import { inputOf } from '#domain/cases/input.ts';
import {
  openCase,
  rankCase,
  reviseCase,
  roundedPosition,
  type Scene,
} from '#domain/cases/decide.ts';
import type { Classification } from '#domain/cases/classification.ts';
import { eraseAt } from '#domain/accountability/retention.ts';
import { iso, MINUTE, ms } from '#domain/clock.ts';
import { subjects, type Advice, type Entry } from '#domain/entries.ts';
import type { CaseState, Position } from '#domain/picture.ts';
import { refuse, type Refusal } from '#domain/refusal.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import type { TravelTimes } from '#domain/routing/travel.ts';
import { viewDecision, type DecisionWire } from '#wire/views.ts';
import type { Outcome } from './live-picture.ts';
import type { Asker, DeskParts } from './parts.ts';

/** Answer to opening and revising. */
export interface CaseAdvice {
  id: string;
  classification: Classification;
  ranking: Ranking;
}

/** A client's `at` may run ahead of the server by so much. */
const AT_TOLERANCE_MS = 2 * MINUTE;

interface Located {
  exact: Position;
  scene: Omit<Scene, 'travelTimes'>;
}

/** The commands on a case up to the decision. */
export class CaseDesk {
  protected readonly parts: DeskParts;

  constructor(parts: DeskParts) {
    this.parts = parts;
  }

  async openCase(
    asker: Asker,
    command: { room: string; input: OpenCaseInput },
  ): Promise<Outcome<CaseAdvice>> {
    const { live, casePrivate, travel, newId } = this.parts;
    const recalled = await this.#recall(asker, 'opened');
    if (recalled !== null) return recalled;
    const located = this.#locate(command.input);
    if (!located.ok) return located;
    const id = newId();
    const now = live.now();
    const scene = { ...located.scene, travelTimes: await travel.timesFrom(located.exact) };
    await casePrivate.keep(
      id,
      located.exact,
      iso(eraseAt(this.parts.retention, 'exact-position', now)),
    );
    const outcome = await live.carryOut({
      ...asker,
      decide: (picture, at) =>
        openCase(picture, { id, room: command.room, input: inputOf(command.input), scene }, at),
      answer: () => null,
    });
    if (!outcome.ok) return outcome;
    const value = await this.#advise(asker, caseIdOf(outcome.entries), 'opened');
    return { ...outcome, value };
  }

  async reviseCase(
    asker: Asker,
    command: { case: string; input: ReviseCaseInput; ifVersion: number | null },
  ): Promise<Outcome<CaseAdvice>> {
    const { live, casePrivate, travel } = this.parts;
    const recalled = await this.#recall(asker, 'revised');
    if (recalled !== null) return recalled;
    const located = this.#locate(command.input);
    if (!located.ok) return located;
    const before = await casePrivate.read(command.case);
    const known = live.picture.cases[command.case];
    // A desk that was reloaded knows the rounded spot only; saying that one again moves nobody.
    const same =
      samePosition(located.exact, before) || samePosition(located.exact, known?.position ?? null);
    const scene = same
      ? null
      : { ...located.scene, travelTimes: await travel.timesFrom(located.exact) };
    const outcome = await live.carryOut({
      ...asker,
      decide: (picture) =>
        reviseCase(picture, {
          id: command.case,
          input: inputOf(command.input),
          excluded: command.input.excluded,
          scene,
          ifVersion: command.ifVersion,
        }),
      answer: () => null,
    });
    if (!outcome.ok) return outcome;
    if (scene !== null)
      await casePrivate.keep(
        command.case,
        located.exact,
        iso(eraseAt(this.parts.retention, 'exact-position', live.now())),
      );
    const value = await this.#advise(asker, command.case, 'revised');
    return { ...outcome, value };
  }

  /** A ranking from the present picture; nothing is written. */
  async ranking(caseId: string): Promise<Ranking | Refusal> {
    const { live } = this.parts;
    const times = await this.#timesOf(caseId);
    const one = live.picture.cases[caseId];
    if (one === undefined) return refuse('UNKNOWN_CASE');
    return rankCase(live.picture, withTimes(one, times), live.now());
  }

  /** The refusals CLAIM_TAKEN and PICTURE_MOVED carry the new ranking. */
  async decide(
    asker: Asker,
    command: { case: string; input: DecisionInput },
  ): Promise<Outcome<DecisionWire> | (Refusal & { ranking: Ranking })> {
    const { live, texts, newId, digest, software } = this.parts;
    const { input } = command;
    // The ranking may come from a server that was further.
    if (input.seq > live.picture.seq) await live.catchUp();
    if (input.seq > live.picture.seq)
      return refuse('SEQ_IN_FUTURE', 'seq', { seq: live.picture.seq });
    const seenPicture = await live.pictureAt(input.seq);
    if (seenPicture === null) return refuse('SEQ_IN_FUTURE', 'seq', { seq: live.picture.seq });
    const at = input.at === null ? live.now() : ms(input.at);
    const note = await texts.keep(input.note, live.now(), 'case-note', command.case);
    const ids = { decision: newId(), claim: newId(), advice: newId() };
    return live.carryOut({
      ...asker,
      decide: (picture, now) => {
        // Not before: what stands under the key is answered by whatever clock.
        if (at < ms(seenPicture.at) || at > now + AT_TOLERANCE_MS)
          return refuse('AT_OUT_OF_RANGE', 'at', { from: seenPicture.at, to: iso(now) });
        return choose(
          picture,
          { picture: seenPicture, at },
          { case: command.case, input, note, ids },
          asker.by,
          now,
          (ranking) => ({ hash: digest(ranking), software }),
        );
      },
      answer: (_picture, entries) => {
        const made = entries.find((entry) => entry.kind === 'decision-made');
        if (made === undefined) throw new Error('a decision was written without its entry');
        return viewDecision(made.body.decision, made.body.claim, texts.atHand);
      },
    });
  }

  /** Region, place and rounded position; refused outside the country. */
  #locate(input: OpenCaseInput | ReviseCaseInput): (Located & { ok: true }) | Refusal {
    const { geography } = this.parts;
    const place = input.place === undefined ? null : geography.placeById(input.place);
    if (input.place !== undefined && place === null) return refuse('UNKNOWN_PLACE', 'place');
    const exact = place?.position ?? input.position;
    if (exact === undefined) return refuse('POSITION_OUTSIDE_COUNTRY', 'position');
    if (!geography.insideCountry(exact)) return refuse('POSITION_OUTSIDE_COUNTRY', 'position');
    const { region, place: nearest } = geography.regionOf(exact);
    const named = place ?? nearest;
    return {
      ok: true,
      exact,
      scene: {
        position: roundedPosition(exact),
        place: { id: named.id, name: named.name },
        region,
      },
    };
  }

  /**
   * What was answered under the key. A write whose answer was lost half-way (the server stopped between the two commits) is
   * answered now, so that it is still written once.
   */
  async #recall(asker: Asker, occasion: 'opened' | 'revised'): Promise<Outcome<CaseAdvice> | null> {
    const { live, ledger } = this.parts;
    if (asker.idempotency === undefined) return null;
    const known = await ledger.recall(asker.idempotency);
    if (!known.found) return null;
    if (known.keyReused)
      return { ok: false, code: 'IDEMPOTENCY_KEY_REUSED', path: null, facts: {} };
    const { entries } = known;
    await live.caughtUp(entries.at(-1)?.seq ?? 0);
    // Earlier software remembered the advice with the write itself.
    const remembered = known.answer as CaseAdvice | null;
    const value = remembered ?? (await this.#advise(asker, caseIdOf(entries), occasion));
    return { ok: true, value, entries, repeated: true };
  }

  /**
   * Ranks from the picture that holds the case's own entry and writes what was advised (routing rules 6.8). Under a key of its own
   * beside the asker's: of two attempts at once one writes it, and both are answered with that one.
   */
  async #advise(asker: Asker, caseId: string, occasion: 'opened' | 'revised'): Promise<CaseAdvice> {
    const { live, newId, digest, software } = this.parts;
    const { by, idempotency } = asker;
    // Somebody may close the case meanwhile: it is advised on all the same, for that is what the asker is answered with.
    const times = await this.#timesOf(caseId);
    let given: CaseAdvice | null = null;
    const outcome = await live.carryOut<CaseAdvice | null>({
      by,
      idempotency: idempotency && { ...idempotency, scope: `${idempotency.scope} advice` },
      decide: (picture, now) => {
        const one = picture.cases[caseId];
        if (one === undefined)
          throw new Error('a case that was just written is not in the picture');
        const ranking = rankCase(picture, withTimes(one, times), now);
        given = { id: caseId, classification: one.classification, ranking };
        const advice: Advice = {
          ...adviceOf(ranking, one, occasion, newId(), iso(now)),
          hash: digest(ranking),
          software,
        };
        return {
          ok: true,
          entries: [{ kind: 'advice-given', subject: subjects.advice(caseId), body: { advice } }],
          guards: [],
        };
      },
      answer: () => given,
    });
    if (!outcome.ok || outcome.value === null)
      throw new Error('advice was asked for and not given');
    return outcome.value;
  }

  /** Travel times from where the case is. Of one that is closed only the ledger still knows them; null when nobody does. */
  async #timesOf(caseId: string): Promise<TravelTimes | null> {
    const { live, ledger } = this.parts;
    const one = live.picture.cases[caseId];
    if (one === undefined) return null;
    let times = one.travelTimes;
    if (times !== null) return times;
    for (const entry of await ledger.read({ subject: subjects.case(caseId) })) {
      if (entry.kind === 'case-opened') times = entry.body.case.travelTimes;
      if (entry.kind === 'case-revised') times = entry.body.moved?.travelTimes ?? times;
    }
    return times;
  }
}

function withTimes(one: CaseState, times: TravelTimes | null): CaseState {
  return one.travelTimes === null ? { ...one, travelTimes: times } : one;
}

function caseIdOf(entries: readonly Entry[]): string {
  const first = entries[0];
  if (first === undefined || !first.subject.startsWith('case:'))
    throw new Error('a case was written without its entry');
  return first.subject.slice('case:'.length);
}

function samePosition(a: Position, b: Position | null): boolean {
  return b !== null && a.lat === b.lat && a.lon === b.lon;
}
