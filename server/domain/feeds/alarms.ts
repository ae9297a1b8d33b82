/**
 * An alarm of a feed that went silent or of which nothing can be used any more. It is raised once, stands in the picture of those whom
 * it concerns (the hospital itself and the chairs of its region), and is cleared when the feed does well again. It changes no
 * figure: how old those are they say themselves.
 */
import { subjects, type NewEntry } from '../entries.ts';
import type { FacilityState, FeedAlarm, Picture } from '../picture.ts';
import type { Channel } from '../words.ts';
import { feedStateAt, type FeedFacts } from './state.ts';

/** A feed as the watch looks at it. */
export interface WatchedFeed extends FeedFacts {
  feed: string;
  channel: Channel;
  facilities: readonly string[];
  failingSince: string | null;
  lastCode: string | null;
}

/** Something that is wrong with a feed of a facility. */
export interface FeedTrouble {
  facility: string;
  alarm: FeedAlarm;
}

/**
 * What is wrong now. A feed that never was of use alarms nobody: it is being set up. A silence that was told already goes on until
 * the feed speaks, also when we ourselves were away meanwhile.
 */
export function troublesOf(
  feeds: readonly WatchedFeed[],
  picture: Picture,
  now: number,
): FeedTrouble[] {
  return feeds.flatMap((one) => {
    if (one.lastGoodAt === null || one.endedAt !== null) return [];
    const state = feedStateAt(one, now);
    return one.facilities.flatMap((facility): FeedTrouble[] => {
      const known = picture.facilities[facility];
      if (known === undefined) return [];
      const { feed, channel } = one;
      const told = alarmOf(known, feed, channel);
      const stillSilent = told?.reason === 'silent' && told.since === one.lastAt;
      if (state === 'silent' || stillSilent)
        return [
          { facility, alarm: { feed, channel, reason: 'silent', since: one.lastAt, code: null } },
        ];
      if (state !== 'failing') return [];
      const since = one.failingSince ?? one.lastAt;
      // The first code stays: an alarm is raised once, whatever fails next.
      const code = told?.reason === 'failing' ? told.code : one.lastCode;
      return [{ facility, alarm: { feed, channel, reason: 'failing', since, code } }];
    });
  });
}

/** The entries that make the alarms of the picture those of `troubles`: none when they are already. */
export function alarmEntries(picture: Picture, troubles: readonly FeedTrouble[]): NewEntry[] {
  const entries: NewEntry[] = [];
  for (const { facility, alarm } of troubles) {
    const known = picture.facilities[facility];
    if (known === undefined) continue;
    const told = alarmOf(known, alarm.feed, alarm.channel);
    if (told !== undefined && same(told, alarm)) continue;
    const subject = subjects.feedAlarm(facility);
    entries.push({ kind: 'feed-alarm-raised', subject, body: { facility, alarm } });
  }
  for (const { id: facility, feedAlarms = [] } of Object.values(picture.facilities))
    for (const { feed, channel } of feedAlarms) {
      const goesOn = troubles.some(
        (one) =>
          one.facility === facility && one.alarm.feed === feed && one.alarm.channel === channel,
      );
      if (goesOn) continue;
      const subject = subjects.feedAlarm(facility);
      entries.push({ kind: 'feed-alarm-cleared', subject, body: { facility, feed, channel } });
    }
  return entries;
}

/** The facility with the alarm: one of the same feed gives way to it. */
export function alarmRaised(facility: FacilityState, alarm: FeedAlarm): FacilityState {
  const others = without(facility, alarm.feed, alarm.channel);
  return { ...facility, feedAlarms: [...others, alarm] };
}

/** The facility without the alarm; without any, as if there never was one. */
export function alarmCleared(
  facility: FacilityState,
  feed: string,
  channel: Channel,
): FacilityState {
  return withAlarms(facility, without(facility, feed, channel));
}

/** As the facility is shown to who has no part in it. */
export function withAlarms(facility: FacilityState, alarms: FeedAlarm[]): FacilityState {
  const { feedAlarms: _gone, ...rest } = facility;
  return alarms.length === 0 ? rest : { ...rest, feedAlarms: alarms };
}

const without = ({ feedAlarms = [] }: FacilityState, feed: string, channel: Channel) =>
  feedAlarms.filter((one) => one.feed !== feed || one.channel !== channel);

const alarmOf = ({ feedAlarms = [] }: FacilityState, feed: string, channel: Channel) =>
  feedAlarms.find((one) => one.feed === feed && one.channel === channel);

const same = (one: FeedAlarm, other: FeedAlarm) =>
  one.reason === other.reason && one.since === other.since && one.code === other.code;
