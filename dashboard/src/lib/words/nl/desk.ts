/**
 * Dutch words of the dispatch desk itself: the lane of cases, its first screen, two hospitals side by side, sounds, keys. What is
 * said of a patient is in `dispatch`.
 */
import type { LaneGroup } from '#lib/dispatch/lane.ts';
import type { Alarm } from '#lib/dispatch/alarms.ts';

/** What a group of cases needs from the dispatcher. */
const group: Record<LaneGroup, string> = {
  refused: 'Geweigerd: kies opnieuw',
  undecided: 'Nog geen bestemming',
  overdue: 'Over tijd: waar is de patiënt?',
  waiting: 'Wacht op antwoord',
  owes: 'Reden nog nodig',
  'on-way': 'Onderweg',
  arrived: 'Aangekomen',
  done: 'Net afgerond',
};

const alarm: Record<Alarm, (number: string, hospital: string) => string> = {
  refused: (number, hospital) => `Zaak ${number}: ${hospital} weigert.`,
  'claim-lost': (number, hospital) => `Zaak ${number}: de plek in ${hospital} is weg.`,
  overdue: (number, hospital) => `Zaak ${number} is over tijd bij ${hospital}.`,
};

const minutes = (amount: string) => `${amount} ${amount === '1,0' ? 'minuut' : 'minuten'}`;

export const desk = {
  lane: {
    open: 'Open zaken',
    none: 'Geen open zaken',
    fresh: 'Nieuwe zaak',
    group,
    opened: (stopwatch: string) => `open ${stopwatch}`,
    decided: (stopwatch: string) => `besluit ${stopwatch}`,
    waits: 'wacht',
    thereAt: (time: string) => `er om ${time}`,
    overdue: (age: string) => `${age} over tijd`,
    accepted: 'aanvaard',
    noAnswer: 'geen antwoord',
    owes: 'reden ontbreekt',
  },
  start: {
    /** The first screen: which cases need me. */
    needs: (count: number) =>
      count === 1 ? '1 zaak vraagt iets van u' : `${count} zaken vragen iets van u`,
    calm: 'Geen zaak vraagt nu iets van u',
    open: (count: number) => (count === 1 ? '1 open zaak' : `${count} open zaken`),
    title: 'Wat vraagt iets van u',
    none: 'Elke open zaak heeft een bestemming die antwoordde. Wat onderweg is staat links.',
    longest: (stopwatch: string) => `langst ${stopwatch}`,
    country: 'Stand van het land',
    next: 'volgende zaak',
  },
  compare: {
    title: (left: string, right: string) => `${left} naast ${right}`,
    mark: 'Vergelijk',
    marked: 'gemerkt om te vergelijken',
    pickSecond: (name: string) => `${name} is gemerkt. Merk een tweede om ze naast elkaar te zien.`,
    line: 'Wat',
    difference: 'Verschil',
    total: 'equivalente minuten',
    driving: 'rijden',
    level: 'traumaniveau',
    noLevel: 'geen',
    status: 'SEH',
    zero: 'telt hier niet',
    rejected: (reason: string) => `afgewezen: ${reason}`,
    same: (what: string) => `Gelijk: ${what}.`,
    /** "LUMC is 3,2 minuten gunstiger dan Erasmus MC" */
    better: (left: string, amount: string, right: string) =>
      `${left} is ${minutes(amount)} gunstiger dan ${right}`,
    equal: (left: string, right: string) => `${left} en ${right} hebben dezelfde som`,
    tie: (width: string) => `; onder ${width} minuten verschil zegt de som niets`,
    shorter: (amount: string) => `${minutes(amount)} korter rijden`,
    longer: (amount: string) => `${minutes(amount)} langer rijden`,
    added: (name: string, costs: string) => `bij ${name} komt erbij: ${costs}`,
    only: (name: string) => `alleen ${name}`,
    equalHere: 'gelijk',
    onlyOne: (ranked: string, rejected: string, reason: string) =>
      `${ranked} doet mee; ${rejected} is afgewezen: ${reason}`,
    neither: (left: string, right: string) => `${left} en ${right} zijn beide afgewezen`,
    yes: 'ja',
    no: 'nee',
  },
  sum: {
    edOpen: 'SEH open, geen stop',
    edUnknown: 'status van de SEH niet bekend',
    offload: (span: string) => `overdracht duurt ${span}`,
    nedocs: (value: number) => `drukte (NEDOCS) ${value}`,
    crowdingUnknown: 'drukte en duur van de overdracht niet bekend',
    offloadUnknown: 'duur van de overdracht niet bekend',
    nedocsUnknown: 'drukte (NEDOCS) niet bekend',
    noneInbound: 'niemand onderweg voor dezelfde plek',
  },
  sounds: {
    name: 'Geluid',
    on: 'aan',
    off: 'uit',
    title:
      'Een korte toon als een ziekenhuis weigert, een plek wegvalt of een patiënt over tijd is',
    alarm,
  },
  keys: {
    title: 'Alle toetsen',
    newCase: 'nieuwe zaak',
    place: 'plaats',
    walk: 'loop de volgorde',
    open: 'open de som',
    decide: 'besluit',
    decideOther: 'anders besluiten, reden daarna',
    back: 'terug',
    compare: 'leg twee naast elkaar',
    reason: 'geef de reden',
    walkCases: 'loop de zaken',
    previousCase: 'vorige zaak',
    nextCase: 'volgende zaak',
    nextPart: 'volgend deel van het scherm',
    field: {
      urgency: 'urgentie, dan 0, 1, 2 of b',
      age: 'leeftijd, dan de jaren',
      sex: 'geslacht, dan de eerste letter',
    },
    all: 'alle toetsen',
    close: 'Sluiten',
    rule: 'Een letter is ja, Shift en de letter is nee, nog eens is weer onbekend. Na de letter van een vitale waarde volgen cijfers; spatie of de volgende letter sluit af.',
    letters: 'Letters als sneltoets gebruiken',
    groups: {
      desk: 'Beslistafel',
      patient: 'Patiënt',
      treatment: 'Behandeling',
      threats: 'Direct bedreigd',
      vitals: 'Vitaal',
      injuries: 'Letsel',
      mechanism: 'Mechanisme',
      risks: 'Risico',
    },
  },
};
