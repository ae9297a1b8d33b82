/** Which rows of the trends are the last of their unit: the same words on SQLite and on PostgreSQL. */
import { sql } from 'drizzle-orm';

/**
 * Keys of the last row of each unit. From facility to facility along the primary key, from kind to kind, and of each only its end:
 * a year of rows is not read to find a few hundred (grouping reads them all, each time a server starts).
 */
export const LAST_OF_EACH = sql`(
  with recursive
    facilities (facility) as (
      select min(facility) from unit_trends
      union all
      select (select min(facility) from unit_trends next_one where next_one.facility > facilities.facility)
      from facilities where facilities.facility is not null
    ),
    units (facility, unit_kind) as (
      select facility, (select min(unit_kind) from unit_trends its where its.facility = facilities.facility)
      from facilities where facility is not null
      union all
      select facility, (
        select min(unit_kind) from unit_trends its where its.facility = units.facility and its.unit_kind > units.unit_kind
      ) from units where unit_kind is not null
    )
  select units.facility, units.unit_kind, (
    select max(own.at_ms) from unit_trends own where own.facility = units.facility and own.unit_kind = units.unit_kind
  ) from units where units.unit_kind is not null
)`;
