/** Dutch sentences for every code of a ranking. */
import { inSentence, joined, type Read, type Say } from './facts.ts';
import type { PenaltySentence, Sentences } from './sentences.ts';

/** "tot 14:30", empty without an end. */
const until = (read: Read, say: Say) => {
  const end = read.text('until');
  return end === null ? '' : ` tot ${say.format.time(end, say.now)}`;
};
const because = (read: Read, say: Say) => read.word('reason', say.words.units.reason);

function none(unit: string, bed: string) {
  return (read: Read, say: Say): PenaltySentence => {
    if (read.flag('onSite') === false)
      return { short: `geen ${unit}`, long: `geen ${unit} op deze plek` };
    if (read.text('status') === 'closed')
      return { short: `${unit} gesloten`, long: `${unit} gesloten${until(read, say)}` };
    const left = read.number('effectiveAvailable');
    const own = read.number('available');
    const held =
      own !== null && left !== null && own > left ? `, ${own - left} vast voor een ander` : '';
    if (left === 1) return { short: `nog 1 ${bed}`, long: `nog 1 ${bed} vrij${held}` };
    return { short: `geen ${bed} vrij`, long: `geen ${bed} vrij${held}` };
  };
}

export const nl = {
  penalty: {
    STOP: (read, say) => ({
      short: 'stop',
      long: joined(`presentatiestop${until(read, say)}`, because(read, say)),
    }),
    LIMITED: (read, say) => ({
      short: 'dreigende stop',
      long: joined(`dreigende stop${until(read, say)}`, because(read, say)),
    }),
    NO_TRAUMA_BAY: none('traumakamer', 'traumakamer'),
    NO_ICU: none('IC', 'IC-bed'),
    NO_WARD: none('verpleegafdeling', 'opnamebed'),
    OFFLOAD: (read, say) => ({
      short: 'wachten bij overdracht',
      long: `overdracht duurt ${say.format.minutes(read.number('offloadMinutes'))}, de eerste ${say.format.minutes(read.number('freeMinutes'))} tellen niet`,
    }),
    CROWDING: (read) => ({
      short: 'druk op de SEH',
      long: `drukte (NEDOCS) ${read.number('nedocs') ?? '–'}, boven ${read.number('above') ?? '–'}`,
    }),
    STALE: (read, say) => {
      const stale = read.words('stale', say.words.units.kind);
      const unknown = read.words('unknown', say.words.units.kind);
      const long = joined(
        stale.length > 0 && `cijfers verouderd: ${say.format.list(stale)}`,
        unknown.length > 0 && `niets bekend over: ${say.format.list(unknown)}`,
      );
      return { short: stale.length > 0 ? 'cijfers verouderd' : 'cijfers onbekend', long };
    },
    ETA_UNRELIABLE: (read) =>
      read.flag('boatOrHelicopter') === true
        ? { short: 'boot of helikopter', long: 'over water: alleen met boot of helikopter' }
        : {
            short: 'rijtijd onzeker',
            long: 'de schatting van de rijtijd gaat over water en is niet betrouwbaar',
          },
    INBOUND: (read, say) => {
      const count = read.number('count') ?? 0;
      const overdue = read.number('overdue') ?? 0;
      const who = count === 1 ? '1 patiënt' : `${count} patiënten`;
      return {
        short: `al ${who} onderweg`,
        long: joined(
          `al ${who} onderweg voor dezelfde plek, ${say.format.decimal(read.number('each'))} elk`,
          overdue > 0 && `${overdue} over tijd`,
        ),
      };
    },
    LEVEL_HIGHER_THAN_NEEDED: (read, say) => ({
      short: 'hoger level dan nodig',
      long: `hoger level dan nodig: ${say.nameOf(read.text('level2') ?? '')} (level 2) is ${say.format.minutes(read.number('level2Minutes'))} rijden`,
    }),
    PREFERENCE: () => ({ short: 'voorkeur', long: 'voorkeur van de patiënt of daar bekend' }),
    NO_PICU: (read) =>
      read.text('picu') === null && read.flag('picu') === null
        ? { short: 'kinder-IC onbekend', long: 'niet bekend of er een kinder-IC is, telt niet' }
        : { short: 'geen kinder-IC', long: 'geen kinder-IC op deze plek' },
  },
  rejection: {
    NO_CAPABILITY: (read, say) => {
      switch (read.text('capability')) {
        case 'ed':
          return 'geen SEH';
        case 'adults':
          return 'neemt alleen kinderen op';
        case 'traumaLevel': {
          const level = read.number('traumaLevel');
          return level === null
            ? 'geen traumaziekenhuis'
            : `level ${level}: vangt dit letsel niet op`;
        }
        case 'neurosurgery':
          return 'geen neurochirurgie';
        case 'pediatrics':
          return 'geen kindergeneeskunde';
        default:
          return `heeft niet wat nodig is (${read.word('capability', say.words.units.capability) ?? '–'})`;
      }
    },
    CAPABILITY_DOWN: (read, say) => {
      const device = read.text('device') ?? '';
      const { scope, reason } = say.words.units;
      const name = scope[device as keyof typeof scope] ?? device;
      const why = read.text('reason');
      return joined(
        `${name} buiten gebruik${until(read, say)}`,
        why === 'equipment' ? null : read.word('reason', reason),
      );
    },
    FACILITY_EVACUATING: (read, say) => {
      if (read.flag('active') === false) return 'doet niet mee';
      const from = read.text('from');
      if (from !== null) {
        const arrival = say.format.time(read.text('arrival'), say.now);
        return `SEH open van ${from} tot ${read.text('to') ?? '–'}, aankomst ${arrival}`;
      }
      return joined(`hele locatie gesloten${until(read, say)}`, because(read, say));
    },
    TOO_FAR: (read, say) =>
      read.flag('unknown') === true
        ? 'rijtijd niet te bepalen'
        : `te ver: meer dan ${say.format.minutes(read.number('limit'))}`,
    STOP_NON_URGENT: (read, say) =>
      joined(
        `presentatiestop${until(read, say)}: geldt als er geen levensgevaar is`,
        because(read, say),
      ),
    EXCLUDED_BY_USER: (read, say) =>
      `uitgesloten voor deze zaak: ${inSentence(read.word('reason', say.words.dispatch.reason) ?? '–')}`,
  },
  note: {
    STABILISE_FIRST: (read, say) =>
      `dichtstbijzijnde SEH, om eerst te stabiliseren: ${say.format.list(read.words('threats', say.words.dispatch.threat))}`,
    FALLBACK: (read) => {
      const level = read.number('traumaLevel');
      const nearest = read.flag('nearest') === true ? ', het dichtstbij' : '';
      return level === 1
        ? 'terugval: level 1 buiten de grens'
        : `terugval: level ${level ?? '–'}${nearest}`;
    },
    BORDERLINE: (read, say) =>
      `dicht bij de grens van ${say.format.minutes(read.number('limit'))}: kan aan beide kanten liggen`,
    CAPABILITY_UNKNOWN: (read, say) => {
      const { capability } = say.words.units;
      return `niet bekend of ze dit kunnen: ${read.text('capability') === 'adults' ? 'volwassenen' : (read.word('capability', capability) ?? '–')}`;
    },
    BOAT_OR_HELICOPTER: () => 'alleen met boot of helikopter',
    RELAXED: (read) => {
      const code = read.text('rule');
      const rule = nl.rule as Record<string, string>;
      return `regel opzij gezet, er bleef niets anders over: ${code === null ? '–' : (rule[code] ?? code)}`;
    },
  },
  rule: {
    NO_CAPABILITY: 'kan dit niet',
    CAPABILITY_DOWN: 'apparaat buiten gebruik',
    FACILITY_EVACUATING: 'locatie gesloten',
    TOO_FAR: 'te ver',
    STOP_NON_URGENT: 'presentatiestop zonder levensgevaar',
    EXCLUDED_BY_USER: 'door u uitgesloten',
    STOP: 'presentatiestop',
    LIMITED: 'dreigende stop',
    NO_TRAUMA_BAY: 'geen traumakamer vrij',
    NO_ICU: 'geen IC-bed vrij',
    NO_WARD: 'geen opnamebed vrij',
    OFFLOAD: 'wachten bij overdracht',
    CROWDING: 'drukte op de SEH (NEDOCS)',
    STALE: 'cijfers verouderd of onbekend',
    ETA_UNRELIABLE: 'rijtijd onzeker',
    INBOUND: 'andere patiënten onderweg',
    LEVEL_HIGHER_THAN_NEEDED: 'hoger level dan nodig',
    PREFERENCE: 'voorkeur',
    NO_PICU: 'geen kinder-IC',
  },
  waived: (read) =>
    read.text('waived') === 'level-1-severe-trauma' ? 'telt niet bij zwaar letsel, level 1' : null,
} satisfies Sentences;
