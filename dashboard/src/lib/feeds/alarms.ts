/** Alarms of feeds in words and in order. Pure. */
import type { FacilityState, FeedAlarm } from '#domain/picture.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import { errorText } from './feeds.ts';

/** All alarms of these hospitals, the longest first. */
export function alarmsOf<One extends Pick<FacilityState, 'feedAlarms'>>(
  facilities: readonly One[],
): { facility: One; alarm: FeedAlarm }[] {
  return facilities
    .flatMap((facility) => (facility.feedAlarms ?? []).map((alarm) => ({ facility, alarm })))
    .sort((a, b) => (a.alarm.since < b.alarm.since ? -1 : 1));
}

/** "HL7 v2 is stil sinds 13:22 (45 min)"; why nothing can be used, where that is known. */
export function alarmText(
  { channel, reason, since, code }: FeedAlarm,
  now: number,
  t: Pick<Words, 'feeds' | 'problems'>,
  format: Pick<Format, 'time' | 'age'>,
): string {
  const { alarm, dialect } = t.feeds;
  const from = `${format.time(since, now)} (${format.age(since, now)})`;
  const said = alarm[reason](dialect[channel], from);
  return code === null ? said : `${said}: ${errorText(code, t)}`;
}
