/** Dutch words of the page of feeds: how each does, who waits, which place is which unit, and by which names others know us. */
import type { FeedState } from '#domain/feeds/state.ts';
import type { Channel } from '#domain/words.ts';
import type {
  Anomaly,
  DismissReason,
  FeedSource,
  ItemOutcomeKind,
  PlaceFaultCode,
} from '#wire/feeds.ts';

const faultOf: Record<PlaceFaultCode, (number: number | null) => string> = {
  TOO_MANY_ROWS: (most) => `hoogstens ${most} regels`,
  NO_POINT_OF_CARE: () => 'noemt geen afdeling in het systeem',
  TOO_LONG: (most) => `hoogstens ${most} tekens`,
  UNKNOWN_KIND: () => 'is geen afdeling die wij kennen, en niet “ignore”',
  NO_SUCH_UNIT: () => 'die afdeling heeft dit ziekenhuis niet',
  SAME_PLACE: (row) => `dezelfde plek als regel ${row}`,
};

const dialect: Record<Channel, string> = {
  manual: 'met de hand',
  phone: 'telefoon',
  api: 'eigen API',
  csv: 'CSV',
  hl7v2: 'HL7 v2',
  fhir: 'FHIR R4',
  have1: 'EDXL-HAVE 1.0',
  have2: 'EDXL-HAVE 2.0',
  lpz: 'LPZ',
  derived: 'afgeleid',
};

const source: Record<FeedSource, string> = {
  key: 'API-sleutel',
  connection: 'HL7-koppeling',
  folder: 'map met bestanden',
  platform: 'landelijk platform (LPZ)',
  account: 'iemand die zelf stuurt',
  stranger: 'onbekende afzenders',
};

const state: Record<FeedState, string> = {
  silent: 'stil',
  failing: 'onbruikbaar',
  unused: 'nog niets bruikbaars',
  new: 'spreekt, ritme nog onbekend',
  speaking: 'spreekt',
  ended: 'beëindigd',
};

const todo: Record<FeedState, string> = {
  silent:
    'Vraag het ziekenhuis of het systeem en de lijn werken. Tot dan meldt de coördinator met de hand. Komt hij niet terug: beëindig de koppeling.',
  failing:
    'Kijk naar de laatste fout. Bij een onbekende afzender: wijs hem toe onder Wacht op toewijzing. Bij geen recht: geef de sleutel het ziekenhuis. Anders is het de leverancier.',
  unused:
    'Er kwam wel iets binnen, maar niets daarvan is gebruikt. Kijk of de afzender is toegewezen en of de plekken een afdeling hebben.',
  new: 'Niets. Na negen berichten weten we wat voor deze koppeling gewoon is en let de bewaking op.',
  speaking: 'Niets.',
  ended: 'Niets. Spreekt hij weer, dan telt hij weer mee.',
};

const anomaly: Record<Anomaly, string> = {
  BAD_COUNT: 'aantal dat niet kan; onbekend gemaakt',
  BAD_TIME: 'tijd die niet te lezen is',
  UNKNOWN_CODE: 'code die wij niet kennen',
  UNMAPPED_PLACE: 'bed of kamer zonder afdeling',
  UNKNOWN_UNIT: 'afdeling die deze locatie niet heeft',
  SPELLING: 'afwijkende schrijfwijze, wel begrepen',
  CONTRADICTION: 'twee keer gezegd, niet hetzelfde',
  AMBIGUOUS: 'volgorde zegt niet wat bij wat hoort',
  LEFT_NOT_ADMITTED: 'vertrek zonder opname',
  ADMITTED_TWICE: 'opgenomen terwijl er al een ander bed was',
  CANCEL_OF_NOTHING: 'iets ongedaan gemaakt dat er niet was',
  IMPOSSIBLE_TRANSITION: 'verplaatsing die niet kan',
  OVER_STAFFED: 'meer bezet dan bemand',
  SILENT: 'langer stil dan gewoon',
  DOUBLE_OCCUPANCY: 'twee opnamen in één bed',
  CLOCK_SKEW: 'klok van de bron loopt voor',
  LATE: 'kwam na iets nieuwers',
  PERSON_DATA: 'leek op een persoonsgegeven; weggelaten',
  NOT_ACTUAL: 'oefening of test; niets aangeraakt',
  CUT: 'tekst ingekort',
};

const error: Record<string, string> = {
  UNKNOWN_FACILITY: 'afzender hoort bij geen locatie die wij kennen',
  AMBIGUOUS_FACILITY: 'naam past bij meer dan één locatie',
  UNKNOWN_SENDER: 'HL7-afzender zonder koppeling',
  FORBIDDEN: 'mag niet voor deze locatie spreken',
  TOO_LARGE: 'bericht te groot',
  HL7_100: 'HL7: segment op de verkeerde plek',
  HL7_101: 'HL7: verplicht veld ontbreekt',
  HL7_102: 'HL7: veld niet te lezen',
  HL7_200: 'HL7: soort bericht wordt niet gebruikt',
  HL7_201: 'HL7: gebeurtenis wordt niet gebruikt',
  HL7_202: 'HL7: testbericht',
  HL7_203: 'HL7: versie wordt niet gebruikt',
  HL7_207: 'HL7: fout aan onze kant',
};

const reason: Record<DismissReason, string> = {
  'not-ours': 'geen locatie van ons',
  test: 'test of oefening',
  outdated: 'te oud om nog te gebruiken',
  'sender-known': 'afzender heeft nu een koppeling en stuurt zelf opnieuw',
  other: 'andere reden',
};

const outcome: Record<ItemOutcomeKind, string> = {
  recorded: 'opgenomen',
  unchanged: 'niets nieuws',
  quarantined: 'wacht',
  refused: 'geweigerd',
  ignored: 'niet gebruikt',
};

const times = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

export const feeds = {
  title: 'Koppelingen',
  lead: 'Elke koppeling met het laatste bericht en wat er niet goed ging. Een stille koppeling verandert geen cijfer; de cijfers zelf zeggen hoe oud ze zijn.',
  refreshed: (seconds: number, at: string) => `ververst elke ${seconds} s, stand van ${at}`,
  notRefreshed: (at: string) => `Niet ververst sinds ${at}. De leeftijden lopen door.`,
  tabs: {
    health: 'Gezondheid',
    quarantine: 'Wacht op toewijzing',
    places: 'Plekken',
    names: 'Kenmerken',
  },
  tabWith: (name: string, count: number) => `${name} (${count})`,
  dialect,
  source,
  state,
  todo,
  anomaly,
  error,
  reason,
  outcome,
  filter: 'Welke koppelingen',
  all: 'Alle',
  attention: 'Vragen aandacht',
  counted: (count: number, attention: number) =>
    `${times(count, 'koppeling', 'koppelingen')}, ${attention === 0 ? 'geen vraagt aandacht' : `${times(attention, 'vraagt', 'vragen')} aandacht`}`,
  none: 'Nog geen koppeling gehoord',
  noneHow:
    'Geef een ziekenhuis een API-sleutel of zet een HL7-koppeling op; na het eerste bericht staat zij hier.',
  noneAttention: 'Geen koppeling vraagt aandacht',
  head: {
    feed: 'Koppeling',
    facility: 'Ziekenhuis',
    state: 'Toestand',
    last: 'Laatste bericht',
    perHour: 'Per uur',
    lag: 'Achter',
    clock: 'Klok',
    errors: 'Fouten',
    anomalies: 'Vreemd',
  },
  several: (count: number) => `${count} ziekenhuizen`,
  nobody: 'geen',
  since: (time: string) => `sinds ${time}`,
  open: (name: string) => `Meer over ${name}`,
  seconds: (count: string) => `${count} s`,
  ahead: (seconds: string) => `${seconds} s voor`,
  behind: (seconds: string) => `${seconds} s na`,
  detail: {
    do: 'Wat te doen',
    for: 'Spreekt voor',
    first: 'Eerste bericht',
    good: 'Laatst bruikbaar',
    never: 'nooit',
    usual: 'Gewone pauze',
    silentAfter: 'Stil na',
    unknownYet: 'nog niet bekend',
    messages: 'Berichten',
    items: 'Onderdelen',
    failing: 'Niets bruikbaar sinds',
    lastError: 'Laatste fout',
    clock: 'Klok van de bron',
    clockWhy: 'Tijd in het bericht tegen onze tijd, van het snelste van de laatste 20 berichten.',
    errors: 'Fouten, per code',
    anomalies: 'Vreemde zaken, per code',
    noErrors: 'Geen',
    end: 'Beëindigen',
    endWhy: 'Niet meer verwacht: geen waarschuwing meer. Spreekt hij weer, dan telt hij weer mee.',
    ended: (name: string) => `${name} is beëindigd.`,
  },
  alarm: {
    title: (count: number) => times(count, 'koppeling valt uit', 'koppelingen vallen uit'),
    silent: (dialect: string, since: string) => `Koppeling ${dialect} is stil sinds ${since}`,
    failing: (dialect: string, since: string) =>
      `Koppeling ${dialect} stuurt niets bruikbaars sinds ${since}`,
    byHand:
      'De cijfers hieronder verouderen. Meld met de hand tot de koppeling terug is, en bel de beheerder van het systeem.',
    call: 'Cijfers van deze ziekenhuizen verouderen. Bel om de stand, of vraag om bevestiging.',
    more: 'Alle koppelingen',
  },
  quarantine: {
    lead: 'Berichten waarvan niemand weet voor wie zij spreken. Alleen de vertaling wordt bewaard, nooit het bericht; na 30 dagen is zij weg.',
    none: 'Niemand wacht',
    noneWhy: 'Elke afzender is bekend.',
    shown: 'Welke berichten',
    waiting: 'Wachtend',
    settled: 'Ook afgehandeld',
    identifier: 'Kenmerk',
    noIdentifier: 'zonder kenmerk',
    named: (name: string) => `noemt zich “${name}”`,
    why: {
      UNKNOWN_FACILITY: 'onbekend kenmerk',
      AMBIGUOUS_FACILITY: 'past bij meer dan één locatie',
    },
    message: 'Bericht',
    hash: (start: string) => `SHA-256 ${start}…`,
    first: (time: string) => `eerste ${time}`,
    last: (time: string, age: string) => `laatste ${time} (${age})`,
    times: (count: number) => times(count, 'bericht', 'berichten'),
    about: (kinds: string) => `over ${kinds}`,
    assign: 'Toewijzen',
    assignTo: 'Van welk ziekenhuis is dit?',
    remember:
      'Het kenmerk bij dit ziekenhuis bewaren, zodat het volgende bericht vanzelf goed gaat',
    take: 'Toewijzen en verwerken',
    connect: 'Koppeling maken',
    connectLead:
      'Een HL7-afzender wordt herkend aan MSH-3 en MSH-4. Hij kreeg een weigering en stuurt zelf opnieuw zodra de koppeling er is.',
    connectName: 'Naam van de koppeling',
    replay: 'Opnieuw verwerken',
    replayAll: (value: string) => `Alles van ${value} opnieuw`,
    replayed: (count: number) =>
      count === 0
        ? 'Niets verwerkt: dit kenmerk wijst nog steeds niemand aan.'
        : `${times(count, 'bericht', 'berichten')} verwerkt.`,
    dismiss: 'Laten gaan',
    because: 'Waarom',
    confirmDismiss: 'Laten gaan zonder verwerken',
    dismissed: (why: string) => `laten gaan: ${why}`,
    taken: (facility: string) => `verwerkt voor ${facility}`,
    by: (who: string) => `door ${who}`,
    nothing: 'er was niets om te verwerken',
    connected: 'De koppeling is er. De afzender kan opnieuw sturen.',
    said: (facility: string, recorded: number, of: number) =>
      `Verwerkt voor ${facility}: ${recorded} van ${of} opgenomen.`,
    cancel: 'Annuleren',
  },
  places: {
    lead: 'Kamers en bedden zoals het systeem van het ziekenhuis ze noemt. Zonder afdeling telt een bed niet mee.',
    choose: 'Ziekenhuis',
    unmapped: (count: number) => times(count, 'plek zonder afdeling', 'plekken zonder afdeling'),
    of: (unmapped: number, mapped: number) => `${unmapped} zonder afdeling, ${mapped} met`,
    none: 'Nog geen plek genoemd',
    noneWhy: 'Plekken komen hier vanzelf met het eerste HL7-bericht, of uit een bestand.',
    noneHere: 'Van dit ziekenhuis is nog geen plek genoemd.',
    pointOfCare: 'Afdeling in het systeem',
    room: 'Kamer',
    bed: 'Bed',
    anyRoom: 'alle',
    unit: 'Afdeling',
    unitOf: (place: string) => `Afdeling van ${place}`,
    seen: 'Genoemd',
    lastAt: 'Laatst',
    choice: 'kies…',
    ignored: 'hoort er niet bij',
    byWider: (unit: string) => `${unit} (via ruimere regel)`,
    said: (place: string, unit: string) => `${place} is nu ${unit}.`,
    export: 'CSV halen',
    import: 'CSV inlezen',
    importLead:
      'Kolommen pointOfCare;room;bed;unit. unit is een afdeling of “ignore”. Het bestand vervangt de hele lijst; met een fout in één regel verandert er niets.',
    file: 'Bestand',
    preview: (rows: number, added: number, changed: number, gone: number) =>
      `${times(rows, 'regel', 'regels')}: ${added} nieuw, ${changed} anders, ${gone} weg`,
    faults: (count: number) => times(count, 'regel klopt niet', 'regels kloppen niet'),
    row: 'Regel',
    fault: 'Fout',
    faultOf,
    apply: 'Overnemen',
    applied: (rows: number) => `${times(rows, 'plek', 'plekken')} overgenomen.`,
    cancel: 'Annuleren',
  },
  names: {
    lead: 'Waaraan systemen van anderen een locatie herkennen. Een AGB- of URA-nummer staat vaak voor meer locaties; een OID of nummer van een leverancier voor één.',
    system: 'Nummerstelsel',
    value: 'Kenmerk',
    none: 'Nog geen kenmerken. Onze eigen naam werkt altijd:',
    add: 'Kenmerk toevoegen',
    remove: 'Verwijderen',
    removeOf: (value: string) => `Verwijder ${value}`,
    systems: { agb: 'AGB', ura: 'URA', oid: 'OID', other: 'ander stelsel' },
    address: 'Adres van het stelsel (URI)',
    saved: (facility: string) => `Kenmerken van ${facility} opgeslagen.`,
    shared: (names: string) => `ook van ${names}`,
    own: 'Eigen naam',
  },
};
