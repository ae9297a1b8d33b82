/** Seeds that once found something, and what: they are run each time, before the others. */
export const PINNED: readonly { seed: number; found: string }[] = [
  {
    seed: 1,
    found:
      'two attempts at opening a case at once were each answered with an advice of their own, and both were written',
  },
  { seed: 11, found: 'the same for a revision' },
  {
    seed: 7,
    found: 'a page whose clock was put back did not look for its server until that time came again',
  },
];
