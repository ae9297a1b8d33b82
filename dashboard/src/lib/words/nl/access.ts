/** Dutch words of the access log and of emergency access. */
import type { Ground, LookAction } from '#domain/accountability/looks.ts';
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
    theirs: (number: string, who: string, why: string, until: string) =>
      `Noodtoegang tot zaak ${number} door ${who} tot ${until}: ${why}`,
    look: 'Bekijken',
    opened: 'Met noodtoegang geopend',
    noneOpen: 'U hebt nu geen zaak met noodtoegang open.',
  },
};
