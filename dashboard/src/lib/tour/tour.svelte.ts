/** Whether a tour runs and where it is; which tours this device has seen. It never begins by itself. */
import { recall, remember } from '#lib/shell/remembered.ts';
import type { TourRole } from './tours.ts';

const SEEN = ['seen'] as const;

class Tour {
  /** Null: none runs. */
  role = $state<TourRole | null>(null);
  at = $state(0);
  #seen = $state<Partial<Record<TourRole, boolean>>>({});

  seen(role: TourRole): boolean {
    return this.#seen[role] ?? recall(`tour.${role}`, SEEN) !== null;
  }
  start(role: TourRole): void {
    this.role = role;
    this.at = 0;
  }
  /** Ended, or not wanted: it is not offered on the page any more; the menu keeps it. */
  end(role: TourRole): void {
    this.role = null;
    this.#seen = { ...this.#seen, [role]: true };
    remember(`tour.${role}`, 'seen');
  }
}

export const tour = new Tour();
