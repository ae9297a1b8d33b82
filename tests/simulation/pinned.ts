/**
 * Seeds that once found something, and what: they are run each time, before the others. A seed finds what it found for as long as the
 * simulation draws its chances in the same order: whoever changes that takes a fix out once and looks for a seed that finds it again.
 */
export const PINNED: readonly { seed: number; found: string }[] = [
  {
    seed: 1,
    found:
      'two attempts at opening a case at once were each answered with an advice of their own, and both were written',
  },
  { seed: 6, found: 'two attempts at one revision of a case had two advices' },
  {
    seed: 8,
    found: 'a page whose clock was put back did not look for its server until that time came again',
  },
  {
    seed: 10,
    found:
      'a decision was refused for good (SEQ_IN_FUTURE) by a server that had not heard of the picture it rested on',
  },
  {
    seed: 309,
    found:
      'a revision was refused for good (UNKNOWN_CASE) by a server that had not heard of the case yet',
  },
  {
    seed: 1_240,
    found: 'a decision that came while the disk was full was never in the decision log',
  },
  {
    seed: 304_147,
    found:
      'a decision that stood was refused (AT_OUT_OF_RANGE) when it was sent again to a server whose clock was behind',
  },
];
