/** Listens for alarms: says each where it can be read, and sounds it when a person asked for that on this device. */
import { recall, remember } from '#lib/shell/remembered.ts';
import { lookAt, raisedBetween, type Look, type Raised } from './alarms.ts';
import { soundOf, TONES, type Player } from './sounds.ts';
import type { Strip } from './strips.ts';

const ON_OFF = ['on', 'off'] as const;

export class Listening {
  /** Off until somebody switches it on; the device remembers. */
  on = $state(recall('dispatch-sounds', ON_OFF) === 'on');
  /** What was raised last, for who reads or hears the page. */
  latest = $state.raw<readonly Raised[]>([]);

  readonly #player: Player;
  #last: Look | null = null;

  constructor(player: Player) {
    this.#player = player;
  }

  /** From the switch itself, so that the browser knows a person wants it; the tone says that it works. */
  setOn(on: boolean): void {
    this.on = on;
    remember('dispatch-sounds', on ? 'on' : 'off');
    if (!on) return this.#player.close();
    void this.#player.wake().then(() => this.#player.play(TONES.overdue.slice(0, 1)));
  }

  /** At a key or a press. */
  wake(): void {
    if (this.on) void this.#player.wake();
  }

  /** A look at the lane. */
  look(strips: readonly Strip[], lost: ReadonlyMap<string, string>): void {
    const now = lookAt(strips, lost);
    const raised = raisedBetween(this.#last, now, strips, lost);
    this.#last = now;
    if (raised.length === 0) return;
    this.latest = raised;
    const sound = soundOf(raised);
    if (this.on && sound !== null) this.#player.play(TONES[sound]);
  }

  stop(): void {
    this.#player.close();
  }
}
