/** Messages that once went wrong, by what makes them again. A change of `base.ts` or `mutate.ts` makes others of them: look for the fault anew then. */
export type Dialect = 'csv' | 'have' | 'fhir' | 'hl7v2';

const unanswered = 'a word in MSH-15 that is in no table: taken in, and never answered';

export const PINNED: readonly { dialect: Dialect; seed: number; n: number; what: string }[] = [
  { dialect: 'hl7v2', seed: 1, n: 215, what: unanswered },
  { dialect: 'hl7v2', seed: 2, n: 79, what: unanswered },
  { dialect: 'hl7v2', seed: 3, n: 171, what: unanswered },
];
