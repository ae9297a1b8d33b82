/** English sentences for every code of a ranking. */
import { inSentence, joined, type Read, type Say } from './facts.ts';
import type { PenaltySentence, Sentences } from './sentences.ts';

const until = (read: Read, say: Say) => {
  const end = read.text('until');
  return end === null ? '' : ` until ${say.format.time(end, say.now)}`;
};
const because = (read: Read, say: Say) => read.word('reason', say.words.units.reason);

function none(unit: string, bed: string) {
  return (read: Read, say: Say): PenaltySentence => {
    if (read.flag('onSite') === false)
      return { short: `no ${unit}`, long: `no ${unit} on this site` };
    if (read.text('status') === 'closed')
      return { short: `${unit} closed`, long: `${unit} closed${until(read, say)}` };
    const left = read.number('effectiveAvailable');
    const own = read.number('available');
    const held =
      own !== null && left !== null && own > left ? `, ${own - left} held for another` : '';
    if (left === 1) return { short: `1 ${bed} left`, long: `1 ${bed} left${held}` };
    return { short: `no ${bed} free`, long: `no ${bed} free${held}` };
  };
}

export const en = {
  penalty: {
    STOP: (read, say) => ({
      short: 'stop',
      long: joined(`ED stop${until(read, say)}`, because(read, say)),
    }),
    LIMITED: (read, say) => ({
      short: 'impending stop',
      long: joined(`impending ED stop${until(read, say)}`, because(read, say)),
    }),
    NO_TRAUMA_BAY: none('trauma bay', 'trauma bay'),
    NO_ICU: none('ICU', 'ICU bed'),
    NO_WARD: none('ward', 'ward bed'),
    OFFLOAD: (read, say) => ({
      short: 'waiting to hand over',
      long: `handover takes ${say.format.minutes(read.number('offloadMinutes'))}, the first ${say.format.minutes(read.number('freeMinutes'))} do not count`,
    }),
    CROWDING: (read) => ({
      short: 'crowded ED',
      long: `crowding (NEDOCS) ${read.number('nedocs') ?? '–'}, above ${read.number('above') ?? '–'}`,
    }),
    STALE: (read, say) => {
      const stale = read.words('stale', say.words.units.kind);
      const unknown = read.words('unknown', say.words.units.kind);
      const long = joined(
        stale.length > 0 && `figures out of date: ${say.format.list(stale)}`,
        unknown.length > 0 && `nothing known of: ${say.format.list(unknown)}`,
      );
      return { short: stale.length > 0 ? 'figures out of date' : 'figures unknown', long };
    },
    ETA_UNRELIABLE: (read) =>
      read.flag('boatOrHelicopter') === true
        ? { short: 'boat or helicopter', long: 'over water: by boat or helicopter only' }
        : {
            short: 'driving time uncertain',
            long: 'the estimate of the driving time crosses water and is not reliable',
          },
    INBOUND: (read, say) => {
      const count = read.number('count') ?? 0;
      const overdue = read.number('overdue') ?? 0;
      const who = count === 1 ? '1 patient' : `${count} patients`;
      return {
        short: `${who} on the way already`,
        long: joined(
          `${who} on the way already for the same place, ${say.format.decimal(read.number('each'))} each`,
          overdue > 0 && `${overdue} overdue`,
        ),
      };
    },
    LEVEL_HIGHER_THAN_NEEDED: (read, say) => ({
      short: 'higher level than needed',
      long: `higher level than needed: ${say.nameOf(read.text('level2') ?? '')} (level 2) is ${say.format.minutes(read.number('level2Minutes'))} away`,
    }),
    PREFERENCE: () => ({ short: 'preference', long: 'preferred by the patient or known there' }),
    NO_PICU: (read) =>
      read.text('picu') === null && read.flag('picu') === null
        ? {
            short: 'paediatric ICU unknown',
            long: 'not known whether there is a paediatric ICU, does not count',
          }
        : { short: 'no paediatric ICU', long: 'no paediatric ICU on this site' },
  },
  rejection: {
    NO_CAPABILITY: (read, say) => {
      switch (read.text('capability')) {
        case 'ed':
          return 'no emergency department';
        case 'adults':
          return 'takes children only';
        case 'traumaLevel': {
          const level = read.number('traumaLevel');
          return level === null
            ? 'no trauma hospital'
            : `level ${level}: does not take this injury`;
        }
        case 'neurosurgery':
          return 'no neurosurgery';
        case 'pediatrics':
          return 'no paediatrics';
        default:
          return `does not have what is needed (${read.word('capability', say.words.units.capability) ?? '–'})`;
      }
    },
    CAPABILITY_DOWN: (read, say) => {
      const device = read.text('device') ?? '';
      const { scope, reason } = say.words.units;
      const name = scope[device as keyof typeof scope] ?? device;
      const why = read.text('reason');
      return joined(
        `${name} out of use${until(read, say)}`,
        why === 'equipment' ? null : read.word('reason', reason),
      );
    },
    FACILITY_EVACUATING: (read, say) => {
      if (read.flag('active') === false) return 'does not take part';
      const from = read.text('from');
      if (from !== null) {
        const arrival = say.format.time(read.text('arrival'), say.now);
        return `ED open from ${from} to ${read.text('to') ?? '–'}, arrival ${arrival}`;
      }
      return joined(`whole site closed${until(read, say)}`, because(read, say));
    },
    TOO_FAR: (read, say) =>
      read.flag('unknown') === true
        ? 'driving time cannot be worked out'
        : `too far: more than ${say.format.minutes(read.number('limit'))}`,
    STOP_NON_URGENT: (read, say) =>
      joined(`ED stop${until(read, say)}: holds when life is not in danger`, because(read, say)),
    EXCLUDED_BY_USER: (read, say) =>
      `excluded for this case: ${inSentence(read.word('reason', say.words.dispatch.reason) ?? '–')}`,
  },
  note: {
    STABILISE_FIRST: (read, say) =>
      `nearest ED, to stabilise first: ${say.format.list(read.words('threats', say.words.dispatch.threat))}`,
    FALLBACK: (read) => {
      const level = read.number('traumaLevel');
      const nearest = read.flag('nearest') === true ? ', the nearest' : '';
      return level === 1
        ? 'fallback: level 1 beyond the limit'
        : `fallback: level ${level ?? '–'}${nearest}`;
    },
    BORDERLINE: (read, say) =>
      `close to the limit of ${say.format.minutes(read.number('limit'))}: may lie on either side`,
    CAPABILITY_UNKNOWN: (read, say) => {
      const { capability } = say.words.units;
      return `not known whether they can: ${read.text('capability') === 'adults' ? 'adults' : (read.word('capability', capability) ?? '–')}`;
    },
    BOAT_OR_HELICOPTER: () => 'by boat or helicopter only',
    RELAXED: (read) => {
      const code = read.text('rule');
      const rule = en.rule as Record<string, string>;
      return `rule set aside, nothing else was left: ${code === null ? '–' : (rule[code] ?? code)}`;
    },
  },
  rule: {
    NO_CAPABILITY: 'cannot do this',
    CAPABILITY_DOWN: 'device out of use',
    FACILITY_EVACUATING: 'site closed',
    TOO_FAR: 'too far',
    STOP_NON_URGENT: 'ED stop, life not in danger',
    EXCLUDED_BY_USER: 'excluded by you',
    STOP: 'ED stop',
    LIMITED: 'impending ED stop',
    NO_TRAUMA_BAY: 'no trauma bay free',
    NO_ICU: 'no ICU bed free',
    NO_WARD: 'no ward bed free',
    OFFLOAD: 'waiting to hand over',
    CROWDING: 'crowded ED (NEDOCS)',
    STALE: 'figures out of date or unknown',
    ETA_UNRELIABLE: 'driving time uncertain',
    INBOUND: 'other patients on the way',
    LEVEL_HIGHER_THAN_NEEDED: 'higher level than needed',
    PREFERENCE: 'preference',
    NO_PICU: 'no paediatric ICU',
  },
  waived: (read) =>
    read.text('waived') === 'level-1-severe-trauma'
      ? 'does not count for severe trauma at level 1'
      : null,
} satisfies Sentences;
