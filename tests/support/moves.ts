/**
 * What people do in the small land, drawn at random and carried out by the real deciders. A move is a few plain numbers,
 * read against the picture as it is at that moment, so that any list of moves makes sense and shrinks well.
 */
import fc from 'fast-check';
import { breakGlass } from '#domain/accountability/break-glass.ts';
import { CAPACITY_ONLY } from '#domain/audience/project.ts';
import { observe, observationSchema } from '#domain/capacity/observe.ts';
import { choose } from '#domain/cases/choose.ts';
import { openCase, rankCase, reviseCase, type Scene } from '#domain/cases/decide.ts';
import { acknowledge, explainOverride, step } from '#domain/cases/steps.ts';
import { askConfirmation } from '#domain/asks/ask.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import { subjects } from '#domain/entries.ts';
import { alarmEntries } from '#domain/feeds/alarms.ts';
import { configureHome } from '#domain/installation/home.ts';
import type { Actor, CaseInput, CaseState, Picture } from '#domain/picture.ts';
import { refuse, type Decided, type Refusal } from '#domain/refusal.ts';
import { saveHandover, writeNote } from '#domain/shift/commands.ts';
import { draftHandover } from '#domain/shift/draft.ts';
import { endStop, startStop } from '#domain/stops/decide.ts';
import {
  CASE_STEPS,
  CHANNELS,
  GLASS_CODES,
  OVERRIDE_REASONS,
  STOP_SCOPES,
  UNIT_STATUSES,
} from '#domain/words.ts';
import { anInput, PELVIS, SBP_84 } from '../builders.ts';
import { HOSPITALS, REGIONS, registration, ROOMS, timesNear, UNITS } from './land.ts';

export const MOVES = [
  'observe',
  'start-stop',
  'end-stop',
  'open',
  'revise',
  'choose',
  'step',
  'acknowledge',
  'explain',
  'archive',
  'register',
  'record',
  'configure',
  'ask',
  'alarm',
  'write',
  'break',
] as const;

export interface Move {
  do: (typeof MOVES)[number];
  a: number;
  b: number;
  c: number;
  /** Minutes that pass before it. */
  wait: number;
}

/** Cases are what most is about. */
export const aMove: fc.Arbitrary<Move> = fc.record({
  do: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<Move['do'][]>('open', 'choose', 'step') },
    { weight: 2, arbitrary: fc.constantFrom(...MOVES) },
  ),
  a: fc.nat(60),
  b: fc.nat(60),
  c: fc.nat(60),
  wait: fc.oneof(fc.constant(0), fc.nat(8), fc.nat(45)),
});

const pick = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
};

const INPUTS: readonly CaseInput[] = [
  anInput(SBP_84),
  anInput(PELVIS),
  anInput({ category: 'TRAUMA_MODERATE', urgency: 'A2' }),
  anInput({ category: 'OTHER', urgency: 'B', ageBand: '5-9' }),
  anInput({ urgency: null, ageBand: '80+' }),
];

function sceneOf(number: number): Scene {
  return {
    position: { lat: 52 + (number % 7) / 100, lon: 5 + (number % 5) / 100 },
    place: null,
    region: pick(REGIONS, number),
    travelTimes: timesNear(number % HOSPITALS.length),
  };
}

/** Writes entry kinds that no picture holds. */
function recorded(one: CaseState | null, move: Move): Decided {
  const facility = pick(HOSPITALS, move.a).id;
  const subject = one === null ? subjects.account('account-9') : subjects.quality(facility);
  return {
    ok: true,
    guards: [],
    entries: [
      one === null
        ? {
            kind: 'access-changed',
            subject,
            body: { what: 'account-changed', id: 'account-9', role: 'viewer', scope: null },
          }
        : {
            kind: 'quality-reported',
            subject,
            body: { facility, decision: one.decision?.id ?? 'none', reason: 'CAPACITY_WRONG' },
          },
    ],
  };
}

/** What the move decides on this picture. `serial` makes its ids. */
export function play(picture: Picture, move: Move, now: number, serial: number): Decided | Refusal {
  const { a, b, c } = move;
  const by: Actor = {
    id: `account-${a % 3}`,
    kind: a % 2 === 0 ? 'account' : 'key',
    role: 'dispatcher',
    organisation: pick(ROOMS, a),
  };
  const hospital = pick(HOSPITALS, a).id;
  const cases = Object.values(picture.cases);
  const one = cases.length === 0 ? null : pick(cases, a);
  switch (move.do) {
    case 'observe': {
      const input = observationSchema.parse({
        available: c % 4 === 0 ? null : c % 4,
        staffed: c % 3 === 0 ? null : c % 9,
        occupied: c % 5 === 0 ? null : c % 7,
        status: c % 6 === 0 ? null : pick(UNIT_STATUSES, c),
        // Some arrive late, some run ahead of us as far as they may.
        observedAt: iso(now - (c % 50) * MINUTE + 2 * MINUTE),
      });
      const kind = pick(UNITS, b);
      const channel = pick(CHANNELS, b + c);
      return observe(
        picture,
        { facility: hospital, kind, input, channel, note: null, ifVersion: null },
        by,
        now,
      );
    }
    case 'start-stop': {
      const input = {
        scope: pick([...UNITS, 'facility' as const, 'ct' as const, ...STOP_SCOPES], b),
        level: c % 2 === 0 ? ('stop' as const) : ('impending' as const),
        reason: 'crowding' as const,
        until: iso(now + (1 + c) * MINUTE),
        note: null,
      };
      return startStop(
        picture,
        { facility: hospital, id: `stop-${serial}`, input, note: null },
        by,
        now,
      );
    }
    case 'end-stop': {
      const all = Object.values(picture.facilities).flatMap(({ id, stops }) =>
        stops.map((stop) => ({ facility: id, stop: stop.id })),
      );
      return all.length === 0 ? refuse('UNKNOWN_STOP') : endStop(picture, pick(all, b), now);
    }
    case 'open': {
      const command = { id: `case-${serial}`, room: pick(ROOMS, a), input: pick(INPUTS, b) };
      return openCase(picture, { ...command, scene: sceneOf(c) }, now);
    }
    case 'revise':
      if (one === null) return refuse('UNKNOWN_CASE');
      return reviseCase(picture, {
        id: one.id,
        input: pick(INPUTS, b),
        excluded: c % 3 === 0 ? [{ facility: pick(HOSPITALS, c).id, reason: 'WEATHER' }] : [],
        scene: c % 2 === 0 ? sceneOf(c) : null,
        ifVersion: null,
      });
    case 'choose': {
      if (one === null) return refuse('UNKNOWN_CASE');
      const open = one.travelTimes !== null;
      const advised = open ? rankCase(picture, one, now).candidates[0]?.facility : undefined;
      const facility = c % 2 === 0 ? pick(HOSPITALS, b).id : (advised ?? hospital);
      const overrideReason = pick([null, ...OVERRIDE_REASONS.slice(0, 5)], c);
      return choose(
        picture,
        { picture, at: now },
        {
          case: one.id,
          input: { facility, seq: picture.seq, at: null, overrideReason, note: null },
          note: null,
          ids: {
            decision: `decision-${serial}`,
            claim: `claim-${serial}`,
            advice: `advice-${serial}`,
          },
        },
        by,
        now,
        () => ({ hash: '', software: 'test' }),
      );
    }
    case 'step':
      return step(picture, { case: one?.id ?? 'none', step: pick(CASE_STEPS, b) }, by, now);
    case 'acknowledge': {
      const facilities = HOSPITALS.map(({ id }) => id);
      const answer = b % 2 === 0 ? 'accepted' : 'declined';
      return acknowledge(
        picture,
        { case: one?.id ?? 'none', facilities, answer, reason: null },
        by,
        now,
      );
    }
    case 'explain':
      return explainOverride(picture, {
        case: one?.id ?? 'none',
        decision: one?.decision?.id ?? 'none',
        reason: pick(OVERRIDE_REASONS.slice(0, 5), b),
        note: null,
      });
    case 'archive': {
      if (one === null || one.closedAt === null) return refuse('UNKNOWN_CASE');
      const subject = subjects.case(one.id);
      return {
        ok: true,
        entries: [{ kind: 'case-archived', subject, body: { case: one.id } }],
        guards: [{ subject, version: one.version }],
      };
    }
    case 'register':
      return {
        ok: true,
        entries: [registration(hospital, b % 3 === 0 ? pick(UNITS, c) : null)],
        guards: [],
      };
    case 'configure':
      return configureHome(picture, { homeRegions: [pick(REGIONS, a), pick(REGIONS, b)] });
    case 'ask':
      return askConfirmation(picture, {
        facility: hospital,
        regions: b % 2 === 0 ? 'nation' : [pick(REGIONS, b)],
      });
    case 'alarm': {
      const trouble = {
        facility: hospital,
        alarm: {
          feed: `key-${b % 2}`,
          channel: pick(CHANNELS, c % 2),
          reason: c % 3 === 0 ? ('failing' as const) : ('silent' as const),
          since: iso(now - c * MINUTE),
          code: c % 3 === 0 ? 'FORBIDDEN' : null,
        },
      };
      const entries = alarmEntries(picture, b % 3 === 0 ? [] : [trouble]);
      return entries.length === 0 ? refuse('UNKNOWN_FACILITY') : { ok: true, entries, guards: [] };
    }
    case 'write': {
      const region = pick(REGIONS, a);
      const text = { id: `text-${serial}`, hash: '' };
      if (b % 2 === 0) return writeNote(picture, { region, id: `note-${serial}`, text });
      const from = now - 8 * 60 * MINUTE;
      const { figures } = draftHandover({
        region,
        from,
        to: now,
        begin: null,
        end: picture,
        stops: [],
        decisions: 0,
        owingReason: 0,
      });
      const handover = { region, id: `handover-${serial}`, from: iso(from), to: iso(now) };
      return saveHandover(picture, { ...handover, text, figures });
    }
    case 'break':
      if (one === null) return refuse('UNKNOWN_CASE');
      return breakGlass(
        picture,
        {
          ...{ id: `glass-${serial}`, case: one.id, code: pick(GLASS_CODES, b) },
          text: { id: `text-${serial}`, hash: '' },
        },
        CAPACITY_ONLY,
        now,
      );
    case 'record':
      return recorded(b % 2 === 0 ? null : one, move);
  }
}

/** Who acts does not matter to a picture. */
export const ANYBODY: Actor = {
  id: 'account-1',
  kind: 'account',
  role: 'dispatcher',
  organisation: 'room-1',
};
