/** What is kept beside the ledger because it could point to a person: it is erased on time and the chain stays whole. */
import { sql } from 'drizzle-orm';
import { check, index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Free text. The ledger holds its id and SHA-256(salt, text); text and salt are erased together. */
export const texts = sqliteTable(
  'texts',
  {
    id: text('id').primaryKey(),
    text: text('text'),
    /** Hexadecimal. */
    salt: text('salt'),
    erase_at: integer('erase_at').notNull(),
    created_at: integer('created_at').notNull(),
    /** Which term it has (db/texts.ts, TextKind). */
    kind: text('kind').notNull().default('note'),
    /** The case that it is about, for whoever asks what is held on one; null for another subject. */
    about: text('about'),
  },
  (t) => [
    index('texts_erase_at').on(t.erase_at),
    index('texts_about').on(t.about),
    check('texts_erased_whole', sql`(${t.text} is null) = (${t.salt} is null)`),
  ],
);

/** The exact position of a case, WGS84 degrees; the row goes 24 hours after the position was given. */
export const case_private = sqliteTable(
  'case_private',
  {
    case_id: text('case_id').primaryKey(),
    lat: real('lat').notNull(),
    lon: real('lon').notNull(),
    erase_at: integer('erase_at').notNull(),
  },
  (t) => [
    index('case_private_erase_at').on(t.erase_at),
    check('case_private_lat', sql`${t.lat} between -90 and 90`),
    check('case_private_lon', sql`${t.lon} between -180 and 180`),
  ],
);
