/** Lengths of a shift that a draft can be asked for, hours. */
export const SHIFT_HOURS = [8, 12] as const;
