/** Ways between processes: messages take time, come late, twice, in another order or not at all, and ways are cut and heal. */
import type { Process, World } from './world.ts';

/** How one kind of way behaves; chances from 0 to 1. */
export interface Weather {
  lost: number;
  doubled: number;
  late: number;
}

export const FAIR: Weather = { lost: 0, doubled: 0, late: 0 };

/** Requests and answers, live messages, hints from the database. The database's own connections lose nothing: they break. */
export type Way = 'request' | 'live' | 'hint' | 'database';

/** Milliseconds. */
const USUAL = { least: 1, most: 25 } as const;
const LATE = { least: 100, most: 6_000 } as const;

export class Network {
  readonly #world: World;
  readonly #cut = new Set<string>();
  weather: Record<Way, Weather> = { request: FAIR, live: FAIR, hint: FAIR, database: FAIR };

  constructor(world: World) {
    this.#world = world;
  }

  /** Nothing passes between the two from now on, in neither direction. */
  cut(one: string, other: string): void {
    this.#cut.add(pair(one, other));
  }

  heal(one: string, other: string): void {
    this.#cut.delete(pair(one, other));
  }

  healAll(): void {
    this.#cut.clear();
    this.weather = { request: FAIR, live: FAIR, hint: FAIR, database: FAIR };
  }

  isCut(one: string, other: string): boolean {
    return this.#cut.size > 0 && this.#cut.has(pair(one, other));
  }

  /** Milliseconds that a message takes now. */
  delay(way: Way): number {
    const { random } = this.#world;
    const { least, most } = random.chance(this.weather[way].late) ? LATE : USUAL;
    return random.between(least, most);
  }

  /** Hands it over later: once, twice or never. False: it will never arrive. */
  send(
    way: Way,
    from: Process,
    to: Process,
    label: string,
    arrives: () => void,
    delay = this.delay(way),
  ): boolean {
    const { random } = this.#world;
    const { lost, doubled } = this.weather[way];
    if (this.isCut(from.name, to.name) || (lost > 0 && random.chance(lost))) {
      this.#world.note(`lost ${label}`);
      return false;
    }
    const arrive = () => {
      // Cut while it was under way.
      if (!this.isCut(from.name, to.name)) arrives();
    };
    this.#world.after(delay, to, label, arrive);
    if (doubled > 0 && random.chance(doubled))
      this.#world.after(this.delay(way), to, `again ${label}`, arrive);
    return true;
  }
}

const pair = (one: string, other: string) => (one < other ? `${one} ${other}` : `${other} ${one}`);
