/** Dutch words of the first day of an installation: the set-up, step by step, and the link by which people come in. */
import type { Contradiction } from '#domain/installation/profile.ts';
import type { Confidence } from '#wire/installation.ts';
import type { PersonFault } from '#lib/setup/people.ts';
import type { Seat, SetupStep } from '#lib/setup/steps.ts';

const step: Record<SetupStep, { title: string; why: string }> = {
  region: {
    title: 'Regio',
    why: 'Spoedkaart toont altijd heel Nederland. Kies voor welke regio’s u deze installatie inricht: daar beginnen de pagina’s, en van die ziekenhuizen vraagt deze inrichting gegevens, mensen en koppelingen. Niemand ziet er minder door.',
  },
  facilities: {
    title: 'Ziekenhuizen',
    why: 'De rangorde rust op wat een ziekenhuis kan. Wat hier staat komt uit openbare bronnen en is deels geschat. Kijk het per ziekenhuis na: wat u bevestigt, verandert een nieuwe versie van Spoedkaart niet meer.',
  },
  people: {
    title: 'Mensen',
    why: 'Elke voorzitter, meldkamer en elk ziekenhuis krijgt een eigen account, zodat in het logboek staat wie iets meldde of besloot. Ieder kiest zelf een wachtwoord met een link; u kent het niet.',
  },
  keys: {
    title: 'Koppelingen',
    why: 'Een systeem van het ziekenhuis dat zelf doorgeeft, blijft actueler dan een mens die eraan moet denken. Een ziekenhuis zonder koppeling meldt met de hand; dat mag ook zo blijven.',
  },
  silent: {
    title: 'Nog stil',
    why: 'Wie nog nooit iets doorgaf, staat bij iedereen als onbekend: niet als open en niet als leeg. Bel deze ziekenhuizen voordat u met Spoedkaart gaat werken.',
  },
};

const contradiction: Record<Contradiction, string> = {
  ED_MISSING: 'Een ziekenhuis met SEH heeft de afdeling SEH.',
  NO_ED_HERE: 'Deze locatie heeft geen SEH.',
  NO_UNITS_HERE: 'De bedden van deze locatie staan bij het ziekenhuis waar zij bij hoort.',
  LEVEL_WITHOUT_ED: 'Een traumalevel hoort bij een locatie met SEH.',
  DESIGNATED_IS_LEVEL_1: 'Een aangewezen traumacentrum heeft level 1.',
  BAY_WITHOUT_ED: 'Een traumakamer hoort bij een SEH.',
  UNIT_WITHOUT_CAPABILITY:
    'De afdeling staat aan, maar het ziekenhuis kan dit volgens de lijst niet.',
  RHYTHM_WITHOUT_UNIT: 'Er is een ritme ingevuld voor een afdeling die er niet is.',
  RHYTHM_OUT_OF_RANGE: 'Dit ritme valt buiten wat mag.',
};

const confidence: Record<Confidence, string> = {
  high: 'zeker',
  medium: 'waarschijnlijk',
  low: 'geschat',
  unknown: 'onbekend',
};

const seat: Record<Seat['role'], string> = {
  chair: 'voorzitter',
  dispatcher: 'meldkamer',
  hospital: 'ziekenhuis',
};

const fault: Record<PersonFault, string> = {
  email: 'dit is geen e-mailadres',
  role: 'deze rol bestaat niet',
  'for-missing': 'voor wie staat er niet bij',
  'for-unknown': 'dit is geen bekende regio, meldkamer of locatie',
  'for-ambiguous': 'dit past bij meer dan een; gebruik de volledige naam',
  twice: 'dit adres staat er twee keer in',
  server: 'dit adres heeft al een account',
};

export const setup = {
  step,
  contradiction,
  confidence,
  seat,
  fault,
  title: 'Inrichting',
  lead: 'Vijf stappen om te beginnen. Wat klaar is wordt vanzelf gezien; u kunt stoppen en later verdergaan.',
  steps: 'Stappen',
  progress: (done: number, of: number) => `${done} van ${of} stappen klaar`,
  part: (part: number, of: number) => `${part} van ${of}`,
  done: 'klaar',
  why: 'Waarom',
  chooseFirst: 'Kies eerst een regio.',
  toRegion: 'Naar de regio',
  next: 'Volgende stap',
  ready: 'De inrichting is klaar',
  readyText:
    'Alle ziekenhuizen van uw regio zijn nagekeken, iedereen kan erin en elk ziekenhuis heeft zich gemeld. Verandert er iets, dan gaat de stap hier weer open.',
  toMap: 'Naar de kaart',
  region: {
    legend: 'Regio’s van deze installatie',
    hospitals: (count: number) => (count === 1 ? '1 ziekenhuis' : `${count} ziekenhuizen`),
    save: 'Opslaan',
    saved: 'Opgeslagen',
  },
  facility: {
    list: 'Ziekenhuizen van uw regio',
    reviewed: (date: string) => `nagekeken ${date}`,
    open: 'nog na te kijken',
    inactive: 'doet niet mee',
    shortName: 'Korte naam',
    shortNameHint: 'zo staat het op kaart en lijst',
    active: 'Doet mee',
    level: 'Traumalevel',
    noLevel: 'geen traumaziekenhuis',
    designated: 'aangewezen traumacentrum',
    units: 'Afdelingen en hoe vaak er een opgave hoort te komen',
    every: 'elke',
    rhythm: (unit: string) => `Ritme van ${unit} in minuten`,
    range: (least: number, most: number) => `${least} tot ${most}`,
    minutes: 'min',
    capabilities: 'Wat dit ziekenhuis kan',
    yes: 'ja',
    no: 'nee',
    unknown: 'onbekend',
    sure: (how: string) => `bron: ${how}`,
    hours: 'Ambulances alleen op vaste uren',
    from: 'van',
    to: 'tot',
    days: 'Dagen',
    day: ['ma', 'di', 'wo', 'do', 'vr', 'za', 'zo'],
    sources: 'Waar dit vandaan komt',
    save: 'Klopt zo, bevestigen',
    busy: 'Wordt opgeslagen',
    saved: (name: string) => `${name} is nagekeken.`,
    all: 'Alle ziekenhuizen van uw regio zijn nagekeken.',
  },
  people: {
    missing: 'Wie er nog geen account heeft',
    nobodyMissing: 'Elke regio, meldkamer en elk ziekenhuis heeft een account.',
    fill: 'Zet deze in de lijst',
    list: 'Lijst: e-mailadres; rol; voor wie',
    hint: 'Eén per regel. Rollen: voorzitter, meldkamer, ziekenhuis, meekijker, beheerder. Meer locaties: met een + ertussen. Regels zonder adres worden overgeslagen.',
    example: 'voorzitter@roaz.example;voorzitter;West',
    file: 'Of kies een bestand',
    preview: 'Dit wordt er gemaakt',
    line: 'regel',
    email: 'E-mailadres',
    role: 'Rol',
    whom: 'Voor wie',
    finding: 'Bevinding',
    good: 'goed',
    skipped: 'nog geen adres, wordt overgeslagen',
    check: 'Controleren',
    invite: (count: number) => (count === 1 ? '1 account maken' : `${count} accounts maken`),
    busy: 'Accounts worden gemaakt',
    faults: (count: number) =>
      count === 1 ? 'In 1 regel klopt iets niet.' : `In ${count} regels klopt iets niet.`,
    nothingMade: 'Er is nog niets gemaakt.',
    tooMany: (most: number) => `Hoogstens ${most} tegelijk.`,
    invited: 'uitgenodigd',
    waiting: (count: number) =>
      count === 1
        ? '1 account wacht op zijn wachtwoord.'
        : `${count} accounts wachten op hun wachtwoord.`,
  },
  links: {
    title: 'De links, alleen nu te zien',
    lead: 'Geef ieder zijn eigen link, het liefst op papier of via een veilig bericht. Een link werkt één keer, tot de datum die erbij staat.',
    link: 'Link',
    until: 'Geldig tot',
    copy: 'Kopieer',
    copied: 'Gekopieerd',
    print: 'Print',
    done: 'Uitgedeeld, verder',
    what: 'Uitnodigingen',
    again: 'Nieuwe link',
  },
  keys: {
    way: 'Meldt',
    feed: 'via koppeling',
    hand: 'met de hand',
    none: 'nog niet',
    lastUsed: (time: string) => `laatst gebruikt ${time}`,
    unused: 'nog niet gebruikt',
    issue: 'Sleutel uitgeven',
    issueFor: (name: string) => `Sleutel uitgeven voor ${name}`,
    keyName: (name: string) => `Koppeling ${name}`,
    title: (name: string) => `Sleutel voor ${name}, alleen nu te zien`,
    what: 'Geef deze sleutel aan de beheerder van het ziekenhuissysteem. Zo geeft het een afdeling door:',
    year: (date: string) => `Geldig tot ${date}. Intrekken kan bij Beheer.`,
    done: 'Doorgegeven, sluiten',
    description: 'Alle mogelijkheden van de koppeling',
  },
  silent: {
    none: 'Elk ziekenhuis van uw regio heeft zich gemeld.',
    list: 'Gaf nog nooit iets door',
    what: (way: 'feed' | 'hand' | 'none'): string =>
      way === 'feed'
        ? 'heeft een sleutel: vraag de systeembeheerder of de koppeling aanstaat'
        : way === 'hand'
          ? 'heeft een account: vraag de coördinator om de eerste opgave'
          : 'kan nog niets doorgeven: maak een account of geef een sleutel',
    open: 'Ziekenhuispagina',
  },
  empty: {
    nothing: 'Nog geen enkel ziekenhuis gaf iets door',
    what: {
      administrator:
        'Alles staat daarom op onbekend. In de inrichting ziet u wie er nog geen account of sleutel heeft.',
      hospital: 'Alles staat daarom op onbekend. Geef op uw eigen pagina de eerste stand door.',
      other:
        'Alles staat daarom op onbekend: niet open en niet leeg. Vraag uw beheerder welke ziekenhuizen zijn aangesloten.',
    },
    toHospital: 'Naar uw ziekenhuis',
  },
  invitation: {
    title: 'Kies uw wachtwoord',
    lead: 'U bent uitgenodigd voor Spoedkaart. Kies een wachtwoord; daarna bent u aangemeld.',
    submit: 'Opslaan en aanmelden',
    noToken: 'Open de link uit uw uitnodiging: dit adres is niet volledig.',
  },
};
