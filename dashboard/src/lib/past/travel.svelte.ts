/**
 * Looking back: which moment is wanted, which is shown, and how it plays on. What is shown is handed to `live`, from which every
 * component reads, while the connection goes on behind it. Everything with a clock or a network in it comes from outside.
 */
import { iso, MINUTE, ms } from '#domain/clock.ts';
import type { Picture } from '#domain/picture.ts';
import type { SnapshotMessage } from '#wire/live.ts';
import type { Problem } from '#wire/session.ts';
import type { ApiClient } from '#lib/api/client.ts';
import { queryOf } from './address.ts';
import { PlayClock, type Speed } from './play-clock.ts';
import { KeptSnapshots, PastReplica, type LedgerPage } from './replay.ts';

/** The picture that pages read instead of the present one; null while the first is on its way. */
export interface PastView {
  picture: Picture | null;
  now: number;
}

export interface TravelPorts {
  get: ApiClient['get'];
  /** The server's time now, milliseconds. */
  wallClock: () => number;
  /** The device's clock, milliseconds. */
  device: () => number;
  show: (view: PastView | null) => void;
  /** Calls again and again while it plays; answers how to stop. */
  every: (milliseconds: number, call: () => void) => () => void;
}

/** Why one stands elsewhere than one asked for. */
export type Notice = 'before-first' | 'in-future' | 'no-time' | 'caught-up' | 'unreachable';

const FRAME_MS = 250;
/** At the pace of life nothing is gained by drawing more often than the clock ticks. */
const SLOW_FRAME_MS = 1_000;
const PAGE = 1_000;
/** Read ahead for so many seconds of playing. */
const AHEAD_SECONDS = 4;
/** Further forward than this a snapshot is less to fetch than the entries in between. */
const STEP_BY_ENTRIES_MS = 20 * MINUTE;
/** As good as now. */
const NOW_MS = 1_000;

export class Travel {
  /** Where the handle stands, milliseconds; null is now. */
  wanted = $state<number | null>(null);
  /** The moment of the picture that is shown; null is the present picture. */
  shown = $state<number | null>(null);
  notice = $state<Notice | null>(null);
  /** A refusal that has no notice of its own. */
  problem = $state.raw<Problem | null>(null);
  /** Time of the first entry, once somebody was told, milliseconds. */
  begins = $state<number | null>(null);
  playing = $state(false);
  speed = $state<Speed>(60);
  /** A picture is on its way. */
  loading = $state(false);
  on = $derived(this.shown !== null);

  readonly #ports: TravelPorts;
  readonly #clock = new PlayClock();
  readonly #kept = new KeptSnapshots();
  #replica: PastReplica | null = null;
  #reading: { of: PastReplica; done: Promise<boolean> } | null = null;
  #stopFrames: (() => void) | null = null;
  /** Rises when what is under way no longer counts. */
  #journey = 0;

  constructor(ports: TravelPorts) {
    this.#ports = ports;
  }

  /** Goes to a moment, milliseconds. `blank`: shows nothing until it is there, where the present must not be taken for it. */
  lookAt(moment: number, { blank = false } = {}): void {
    this.pause();
    this.#clear();
    if (!Number.isFinite(moment)) {
      this.notice = 'no-time';
      return;
    }
    const now = this.#ports.wallClock();
    if (moment >= now - NOW_MS) {
      const ahead = moment > now + MINUTE;
      this.back();
      if (ahead) this.notice = 'in-future';
      return;
    }
    this.wanted = Math.round(moment);
    if (blank && this.shown === null) this.#show(null, this.wanted);
    if (!this.loading) void this.#follow();
  }

  /** Back to now. */
  back(): void {
    this.#halt();
    this.#clear();
    this.#journey += 1;
    this.loading = false;
    this.#replica = null;
    this.wanted = null;
    this.shown = null;
    this.#ports.show(null);
  }

  /** Forgets everything: another person signs in. */
  forget(): void {
    this.back();
    this.#kept.clear();
    this.begins = null;
  }

  play(): void {
    if (this.playing || this.shown === null || this.#replica === null) return;
    this.#clear();
    this.playing = true;
    this.#clock.seek(this.#replica.moment, this.#ports.device());
    this.#clock.setSpeed(this.speed, this.#ports.device());
    this.#clock.play(this.#ports.device());
    const pace = this.speed === 1 ? SLOW_FRAME_MS : FRAME_MS;
    this.#stopFrames = this.#ports.every(pace, () => this.#frame());
    this.#frame();
  }

  pause(): void {
    if (!this.playing) return;
    this.#halt();
    this.wanted = this.shown;
  }

  setSpeed(speed: Speed): void {
    this.speed = speed;
    if (!this.playing) return;
    this.#halt();
    this.play();
  }

  #halt(): void {
    this.#stopFrames?.();
    this.#stopFrames = null;
    this.#clock.pause(this.#ports.device());
    this.playing = false;
  }

  #clear(): void {
    this.notice = null;
    this.problem = null;
  }

  /** Goes after the handle until what is shown is where it stands; a handle that moves on meanwhile is followed from there. */
  async #follow(): Promise<void> {
    const journey = this.#journey;
    this.loading = true;
    while (this.wanted !== null && (this.wanted !== this.shown || this.#replica === null)) {
      const aim = this.wanted;
      const there = await this.#reach(aim, journey);
      if (journey !== this.#journey) return;
      if (there === 'failed' && this.wanted === aim) break;
    }
    this.loading = false;
  }

  async #reach(aim: number, journey: number): Promise<'there' | 'failed'> {
    const near = this.#replica;
    if (near !== null && aim >= near.moment && aim - near.moment <= STEP_BY_ENTRIES_MS) {
      while (!near.reaches(aim)) {
        const more = await this.#readOn(near);
        if (journey !== this.#journey) return 'failed';
        if (!more) return this.#stay();
      }
      near.advance(aim);
      this.#show(near.picture, aim);
      return 'there';
    }
    const message = await this.#snapshot(aim);
    if (journey !== this.#journey || message === null) return 'failed';
    this.#replica = new PastReplica(message);
    this.#show(this.#replica.picture, this.#replica.moment);
    return 'there';
  }

  async #snapshot(at: number): Promise<SnapshotMessage | null> {
    const kept = this.#kept.get(at);
    if (kept !== undefined) return kept;
    const journey = this.#journey;
    const answer = await this.#ports.get<SnapshotMessage>(`/snapshot?${queryOf({ at: iso(at) })}`);
    if (answer.ok) {
      this.#kept.keep(at, answer.data);
      return answer.data;
    }
    if (journey === this.#journey && this.wanted === at) this.#refused(answer.problem);
    return null;
  }

  /** Stays at the nearest moment that can be shown, and says why. */
  #refused(problem: Problem): void {
    const from = problem.facts?.from;
    if (problem.code === 'AT_OUT_OF_RANGE' && typeof from === 'string') {
      this.begins = ms(from);
      if ((this.wanted ?? 0) < this.begins) {
        this.notice = 'before-first';
        this.wanted = this.begins;
        return;
      }
    }
    if (problem.code === 'NETWORK') this.notice = 'unreachable';
    else this.problem = problem;
    this.#stay();
  }

  #stay(): 'failed' {
    // Nothing was ever shown: then it is now that one goes back to.
    if (this.#replica === null) {
      const { notice, problem } = this;
      this.back();
      [this.notice, this.problem] = [notice, problem];
    } else this.wanted = this.shown = this.#replica.moment;
    return 'failed';
  }

  /** Reads one page of what came after; false when that was refused. One at a time. */
  #readOn(replica: PastReplica): Promise<boolean> {
    if (this.#reading?.of === replica) return this.#reading.done;
    const done = this.#readPage(replica).finally(() => {
      if (this.#reading?.of === replica) this.#reading = null;
    });
    this.#reading = { of: replica, done };
    return done;
  }

  async #readPage(replica: PastReplica): Promise<boolean> {
    const askedAt = this.#ports.wallClock();
    const answer = await this.#ports.get<LedgerPage>(`/ledger?after=${replica.seq}&limit=${PAGE}`);
    if (replica !== this.#replica) return false;
    if (answer.ok) replica.take(answer.data, askedAt);
    else if (answer.problem.code === 'NETWORK') this.notice = 'unreachable';
    else this.problem = answer.problem;
    return answer.ok;
  }

  #frame(): void {
    const replica = this.#replica;
    if (replica === null || !this.playing) return;
    const device = this.#ports.device();
    const target = this.#clock.at(device);
    if (target >= this.#ports.wallClock() - NOW_MS) {
      this.back();
      this.notice = 'caught-up';
      return;
    }
    const ahead = AHEAD_SECONDS * 1_000 * this.speed;
    if (target + ahead >= replica.coveredTo && this.#reading?.of !== replica)
      void this.#readOn(replica).then((more) => {
        if (!more && replica === this.#replica && this.playing) this.pause();
      });
    const moment = replica.advance(target);
    // What was not yet read holds the clock.
    if (moment < target) this.#clock.seek(moment, device);
    this.wanted = moment;
    this.#show(replica.picture, moment);
  }

  #show(picture: Picture | null, moment: number): void {
    this.shown = moment;
    this.#ports.show({ picture, now: moment });
  }
}
