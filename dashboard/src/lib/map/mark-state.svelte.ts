/** The changing properties of one mounted mark. */
import type { Corner, Side } from './labels.ts';
import type { MapMark } from './marks.ts';

export class MarkState {
  mark: MapMark;
  side = $state<Side | null>(null);
  detailed = $state(false);
  /** Where the number of patients on the way stands; null for no room. */
  corner = $state<Corner | null>(null);

  constructor(mark: MapMark) {
    this.mark = $state.raw(mark);
  }

  /** Live properties for `mount`: read each time, so that a change shows. */
  get props(): { mark: MapMark; side: Side | null; detailed: boolean; corner: Corner | null } {
    const mark = () => this.mark;
    const side = () => this.side;
    const detailed = () => this.detailed;
    const corner = () => this.corner;
    return {
      get mark() {
        return mark();
      },
      get side() {
        return side();
      },
      get detailed() {
        return detailed();
      },
      get corner() {
        return corner();
      },
    };
  }
}
