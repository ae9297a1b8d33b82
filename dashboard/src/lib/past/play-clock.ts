/** The clock of playing: a moment of the past that runs on at a speed, reckoned from the device's clock. Pure. */

/** Seconds of then in one second of now. */
export const SPEEDS = [1, 10, 60, 300] as const;
export type Speed = (typeof SPEEDS)[number];

export class PlayClock {
  #moment = 0;
  /** The device's time from which it runs; null while it stands. */
  #since: number | null = null;
  #speed: Speed = 60;

  get runs(): boolean {
    return this.#since !== null;
  }

  get speed(): Speed {
    return this.#speed;
  }

  /** All times are milliseconds; `device` is the device's clock now. */
  at(device: number): number {
    if (this.#since === null) return this.#moment;
    return this.#moment + Math.max(0, device - this.#since) * this.#speed;
  }

  /** Stands or runs on from another moment. */
  seek(moment: number, device: number): void {
    this.#moment = moment;
    if (this.#since !== null) this.#since = device;
  }

  play(device: number): void {
    this.#since ??= device;
  }

  pause(device: number): void {
    this.#moment = this.at(device);
    this.#since = null;
  }

  /** Goes on from where it is. */
  setSpeed(speed: Speed, device: number): void {
    this.seek(this.at(device), device);
    this.#speed = speed;
  }
}
