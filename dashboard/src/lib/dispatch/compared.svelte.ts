/** Which two hospitals are laid side by side. The second mark opens the comparison; a third replaces the second. */
export class Compared {
  /** At most two facilities, in the order in which they were marked. */
  marked = $state.raw<readonly string[]>([]);
  open = $state(false);

  /** Marks a hospital, or takes its mark away. */
  toggle(facility: string): void {
    if (this.marked.includes(facility)) {
      this.marked = this.marked.filter((one) => one !== facility);
      return;
    }
    this.marked = [...this.marked.slice(0, 1), facility];
    this.open = this.marked.length === 2;
  }

  /** Takes all marks away; answers whether there were any. */
  clear(): boolean {
    const had = this.marked.length > 0;
    this.marked = [];
    this.open = false;
    return had;
  }
}
