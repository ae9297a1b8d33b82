/** Binary heap of node numbers by cost, least first: the queue of Dijkstra's search. A node may be in it more than once. */
export class NodeHeap {
  readonly #nodes: number[] = [];
  readonly #costs: number[] = [];

  get size(): number {
    return this.#nodes.length;
  }

  push(node: number, cost: number): void {
    let at = this.#nodes.length;
    this.#nodes.push(node);
    this.#costs.push(cost);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentCost = this.#costs[parent] ?? 0;
      if (parentCost <= cost) break;
      this.#put(at, this.#nodes[parent] ?? 0, parentCost);
      at = parent;
    }
    this.#put(at, node, cost);
  }

  /** Takes out the least; undefined when empty. */
  pop(): { node: number; cost: number } | undefined {
    const node = this.#nodes[0];
    const cost = this.#costs[0];
    const lastNode = this.#nodes.pop();
    const lastCost = this.#costs.pop();
    if (
      node === undefined ||
      cost === undefined ||
      lastNode === undefined ||
      lastCost === undefined
    )
      return undefined;
    const size = this.#nodes.length;
    if (size > 0) this.#sink(lastNode, lastCost, size);
    return { node, cost };
  }

  #sink(node: number, cost: number, size: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && (this.#costs[right] ?? 0) < (this.#costs[child] ?? 0)) child = right;
      const childCost = this.#costs[child] ?? 0;
      if (childCost >= cost) break;
      this.#put(at, this.#nodes[child] ?? 0, childCost);
      at = child;
    }
    this.#put(at, node, cost);
  }

  #put(at: number, node: number, cost: number): void {
    this.#nodes[at] = node;
    this.#costs[at] = cost;
  }
}
