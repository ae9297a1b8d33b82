/** Dutch words of the access log and of emergency access. */
import type { Ground, LookAction } from '#domain/accountability/looks.ts';
import type { Remnant } from '#domain/accountability/retention.ts';
import type { UnusualKind } from '#domain/unusual/rules.ts';
import type { GlassCode } from '#domain/words.ts';

const actions: Record<LookAction, string> = {
  read: 'gelezen',
  list: 'in een lijst gezien',
  past: 'teruggekeken',
  live: 'live gevolgd',
  'live-ended': 'live gevolgd tot',
  export: 'meegenomen als bestand',
  print: 'afgedrukt',
  transfer: 'doorgestuurd naar een ander systeem',
  'read-log': 'inzage gelezen',
  'break-glass': 'noodtoegang genomen',
  erased: 'persoonlijke resten gewist',
  cut: 'inzageregister na de termijn ingekort',
};

const grounds: Record<Ground, string> = {
  'dispatching-room': 'eigen meldkamer',
  'treating-hospital': 'ziekenhuis van bestemming',
  'earlier-hospital': 'eerder ziekenhuis',
  'coordinating-region': 'coördinerende regio',
  'break-glass': 'noodtoegang',
  technical: 'technisch',
};

const codes: Record<GlassCode, string> = {
  'patient-here': 'de patiënt is hier',
  'takes-over': 'andere meldkamer neemt over',
  'scaled-up': 'opgeschaalde zorg',
  safety: 'veiligheid van de patiënt',
  other: 'anders',
};

const remnant: Record<Remnant, string> = {
  'exact-position': 'exacte plaats',
  note: 'toelichting bij een cijfer of stop',
  'case-note': 'toelichting bij het besluit',
  'shift-note': 'notitie van de dienst',
  'glass-reason': 'toelichting bij noodtoegang',
  visit: 'kenmerk van het ziekenhuisbezoek',
};

const unusualKinds: Record<UnusualKind, string> = {
  'glass-unfollowed': 'Noodtoegang zonder vervolg',
  refusals: 'Nummers geprobeerd',
  'many-cases': 'Veel zaken in een uur',
  'late-looks': 'Lang na afloop bekeken',
  exports: 'Veel bestanden of afdrukken op een dag',
};

export const access = {
  title: 'Inzage',
  menu: 'Inzage en noodtoegang',
  lead: 'Wie welke zaak zag, hoe en op welke grond. Het inzageregister blijft ten minste vijf jaar en kan niet worden gewijzigd; ook dat u het leest staat erin.',
  leadWithout:
    'Ziet u een zaak niet die u nu nodig hebt, dan opent noodtoegang die ene zaak, een uur lang.',
  actions,
  grounds,
  codes,
  system: 'Server',
  filters: 'Filter',
  aCase: 'Zaak (nummer of id)',
  from: 'Van',
  to: 'Tot en met',
  show: 'Tonen',
  clear: 'Filter wissen',
  columns: { time: 'Tijd', who: 'Wie', what: 'Hoe', ground: 'Grond', aCase: 'Zaak' },
  account: (id: string) => `account ${id}`,
  caseCalled: (name: string) => `Zaak ${name}`,
  others: (count: number) => `en ${count} andere`,
  none: 'Niemand zag iets.',
  noneWhy: 'Hier staat wie uw zaken zag zodra er een is.',
  noneFound: 'Niets gevonden.',
  more: 'Meer',
  csv: 'Inzage als CSV',
  csvBusy: 'CSV wordt gemaakt',
  held: 'Alles over deze zaak',
  onPaper: 'Op papier',
  sheet: {
    title: 'Alles over een zaak',
    titleOf: (number: string) => `Alles over zaak ${number}`,
    lead: (at: string) => `Alles wat over deze zaak wordt bewaard, zoals het stond op ${at}.`,
    reading: 'Wordt verzameld',
    back: 'Terug naar inzage',
    print: 'Printen',
    entered: 'Wat is ingevoerd',
    fact: {
      number: 'Nummer',
      id: 'Id',
      opened: 'Geopend',
      status: 'Status',
      hospital: 'Ziekenhuis',
    },
    nobody: 'geen',
    notAsked: 'niet gevraagd',
    goes: 'Wat weer weggaat',
    goesLead:
      'Los van het logboek bewaard. Na de termijn wordt het gewist; het logboek houdt er alleen een kenmerk van.',
    what: 'Wat',
    since: 'Sinds',
    fate: 'Inhoud en termijn',
    erased: (at: string) => `gewist op ${at}`,
    erasedBefore: 'gewist; wanneer staat onder Wie het zag',
    keptApart: 'bewaard, hier niet getoond',
    noTerm: 'geen termijn',
    until: (at: string) => `wordt gewist op ${at}`,
    remnant,
    stays: 'Wat blijft',
    staysLead:
      'Regels van het logboek. Ze wijzen uit zichzelf niemand aan, en kunnen niet worden gewijzigd of gewist.',
    entry: 'Regel',
    hash: 'Kenmerk (begin)',
    seen: 'Wie het zag',
    seenLead: (years: number) =>
      `Nieuwste eerst. Het inzageregister blijft ten minste ${years} jaar en noemt accounts; een beheerder weet wie erachter zit.`,
    seenMore: 'Er zijn er meer dan hier staan.',
    proof: 'Hoe dit te controleren is',
    proofLead:
      'Elke regel draagt het kenmerk van de regel ervoor. Wie iets wijzigt of weghaalt, breekt de keten. Zo eindigden beide ketens toen dit werd verzameld:',
    ledgerEnd: 'Logboek, laatste regel',
    looksEnd: 'Inzageregister, laatste regel',
    command: 'npm run verify-ledger',
    proofHow:
      'Op de server loopt dit commando beide ketens na. Het noemt het einde van elk: hetzelfde als hier, of een later. Een regel hierboven begint met dezelfde tekens als zijn kenmerk in het logboek.',
  },
  unusual: {
    title: 'Opvallend',
    lead: 'De server wijst aan wat anders is dan gewoonlijk; mensen beoordelen het. Wat hier staat is geen verwijt.',
    reading: 'Het inzageregister wordt doorzocht',
    kinds: unusualKinds,
    what: {
      'glass-unfollowed': () =>
        'Deze organisatie deed daarna niets voor de zaak en kreeg die niet toegewezen; gekeken is tot een dag erna.',
      refusals: (count) => `${count} keer achter elkaar een zaak gevraagd die niet bestaat.`,
      'many-cases': (count) => `${count} verschillende zaken een voor een geopend.`,
      'late-looks': (count) =>
        `Aantal zaken: ${count}. Meer dan 30 dagen oud, afgelopen, en niet op een grond van zorg bekeken.`,
      exports: (count) => `${count} bestanden of afdrukken.`,
    } satisfies Record<UnusualKind, (count: string) => string>,
    cannotAct: 'Deze rol kan zelf niets voor een zaak doen: vraag waarvoor het nodig was.',
    before: (count: string) => `In de acht weken ervoor: ${count} keer.`,
    own: (middle: string, weeks: string) =>
      `Dit account gewoonlijk ten hoogste ${middle} (midden van ${weeks} weken).`,
    ownUnknown: 'Wat dit account gewoonlijk doet, is niet bekend: te weinig weken met inzage.',
    role: (middle: string, accounts: string) =>
      `Deze rol gewoonlijk ten hoogste ${middle} (midden van ${accounts} accounts).`,
    outside: (count: string, all: string) =>
      `Buiten de uren waarop dit account gewoonlijk kijkt: ${count} van ${all} regels.`,
    lines: (count: string) => `Toon de regels (${count})`,
    moreLines: (count: string) => `; er zijn er nog ${count}`,
    between: (from: string, to: string) => `${from} tot ${to}`,
    none: 'Niets viel op in wat te vergelijken was.',
    noneUncompared:
      'Niets kwam boven een vast aantal uit. Of iets anders is dan gewoonlijk, is nog niet bekend: te weinig weken met inzage.',
    noLines: 'In deze dagen is geen zaak geopend of meegenomen.',
    over: (lines: string, accounts: string, weeks: string) =>
      `Doorzocht: ${lines} regels van ${accounts} accounts, vergeleken met ${weeks} weken ervoor.`,
    uncompared: (count: string, accounts: string) =>
      `Niet te vergelijken: ${count} van ${accounts} accounts. Daarvan is te weinig bekend.`,
    only: 'Alleen de regels bij iets opvallends',
  },
  glass: {
    open: 'Noodtoegang',
    title: 'Noodtoegang tot een zaak',
    lead: 'U opent een zaak waarvoor u geen grond hebt. De meldkamer, het ziekenhuis en de voorzitters van die zaak zien nu meteen wie dat doet en waarom.',
    rules:
      'Een uur lang, alleen kijken, alleen deze zaak, alleen u. Het blijft in het logboek en in het inzageregister.',
    code: 'Reden',
    choose: 'kies een reden',
    reason: 'Toelichting',
    reasonHint: '10 tot 300 tekens, zonder naam, geboortedatum of andere persoonsgegevens',
    confirm: 'Zaak openen',
    cancel: 'Niet openen',
    mine: (number: string, until: string) => `U ziet zaak ${number} met noodtoegang tot ${until}`,
    left: (span: string) => `nog ${span}`,
    until: (until: string, why: string) => `Noodtoegang tot ${until}: ${why}`,
    theirs: (number: string, who: string, why: string, until: string) =>
      `Noodtoegang tot zaak ${number} door ${who} tot ${until}: ${why}`,
    look: 'Bekijken',
    opened: 'Met noodtoegang geopend',
    noneOpen: 'U hebt nu geen zaak met noodtoegang open.',
  },
};
