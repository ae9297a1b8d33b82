/** Columns as the stores use them on either database: whole numbers as JavaScript numbers, bytes as a Buffer. */
import { bigint, customType } from 'drizzle-orm/pg-core';

/** A whole number within 2^53: counts, seqs, milliseconds since 1970. */
export const whole = (name: string) => bigint(name, { mode: 'number' });

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
