/** Driving times from one hospital to the others, asked once for each that one looks from. */
import { api } from '#lib/api/client.ts';
import type { TravelTimesWire } from '#wire/travel.ts';
import { drivesOf } from './neighbours.ts';

export class DriveBook {
  #told = $state.raw<TravelTimesWire | null>(null);
  /** The hospital itself among them: it is where one stands. */
  drives = $derived(drivesOf(this.#told));
  engine = $derived(this.#told?.engine ?? null);

  /** Call it while a component is made. `from` is a facility; null asks nothing. */
  constructor(from: () => string | null) {
    $effect(() => {
      const origin = from();
      if (origin !== null) void this.#read(origin);
    });
  }

  async #read(origin: string): Promise<void> {
    const answer = await api.get<TravelTimesWire>(
      `/travel-times?from=${encodeURIComponent(origin)}`,
    );
    if (answer.ok) this.#told = answer.data;
  }
}
