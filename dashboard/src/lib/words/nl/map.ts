/** Dutch words of the national map. */
import type { UnitKind } from '#domain/words.ts';

export const map = {
  title: 'Kaart',
  calm: 'Het is rustig',
  calmAsKnown: 'Rustig, voor zover bekend',
  silentWhole: 'De stand is niet bekend',
  /** "Het knelt in West en Zuidwest-Nederland" */
  hurts: (regions: string) => `Het knelt in ${regions}`,
  watch: (regions: string) => `Dreigend in ${regions}`,
  more: (count: number) => (count === 1 ? '1 andere regio' : `${count} andere regio’s`),
  /** "4 van 81 SEH’s hebben een stop, bij 11 dreigt die." */
  stops: (stops: number, impending: number, eds: number) => {
    const impends = impending === 0 ? '' : `, bij ${impending} dreigt die`;
    if (stops === 0)
      return impending === 0
        ? `Geen van ${eds} SEH’s heeft een stop.`
        : `Geen van ${eds} SEH’s heeft een stop${impends}.`;
    return `${stops} van ${eds} SEH’s ${stops === 1 ? 'heeft' : 'hebben'} een stop${impends}.`;
  },
  silent: (count: number) =>
    count === 1
      ? 'Van 1 SEH is de status niet bekend.'
      : `Van ${count} SEH’s is de status niet bekend.`,
  /** "traumakamers vrij", over the sum of all that is seen. */
  freeOf: (kind: UnitKind, name: string) =>
    kind === 'trauma-bay'
      ? 'traumakamers vrij'
      : kind === 'icu'
        ? 'IC-bedden vrij'
        : `${name}: vrij`,
  of: 'van',
  known: (known: number, of: number) => `${known} van ${of} bekend`,
  oldest: (age: string) => `oudste ${age}`,
  onTheWay: (count: number) => (count === 1 ? '1 patiënt onderweg' : `${count} patiënten onderweg`),
  waiting: 'Wachten op de stand',
  failed: 'De kaart kon niet worden geladen. De lijst ernaast zegt hetzelfde.',
  mapLabel: 'Kaart van Nederland met alle SEH’s. De lijst bevat dezelfde gegevens.',
  legend: 'Legenda',
  indicative: 'Grenzen indicatief · Natural Earth, GeoNames CC BY 4.0',
  pressureKey: 'druk in een regio, 0 tot 100; gearceerd: niet zeker',
  figuresKey: (figures: string) => `bij een ziekenhuis: ${figures}, leeftijd`,
  usualFigures: 'traumakamers · IC-bedden vrij',
  oneFigure: (name: string) => `${name}, vrij/bemand`,
  unitsKey: 'bij een ziekenhuis: vrij/bemand per afdeling; leeftijd als het cijfer oud is',
  /** The part of the map that is shown larger: "Leiden–Dordrecht". */
  insetTitle: (north: string, south: string) => (north === south ? north : `${north}–${south}`),
  insetLabel: (title: string) => `Uitvergroot: ${title}`,
  figuresOf: 'Cijfers van',
  usualUnits: 'traumakamer en IC',
  late: 'te laat',
  notUnderstood: (parts: string) =>
    `Dit deel van het adres is niet begrepen en weggelaten: ${parts}.`,
  inboundKey: 'patiënt onderweg',
  zoomIn: 'Inzoomen',
  zoomOut: 'Uitzoomen',
  nation: 'NL',
  showNation: 'NL: heel Nederland tonen',
  all: (count: number) => `alle ${count}`,
  filters: 'Filter op status',
  search: 'Zoek ziekenhuis, plaats of regio',
  searchShort: '/ zoek',
  region: 'Regio',
  hospital: 'Ziekenhuis',
  eds: 'SEH’s',
  ed: 'SEH',
  /** Head of a column: the unit's name, with where it may be broken. */
  kindColumn: (kind: UnitKind, name: string) =>
    kind === 'trauma-bay' ? 'Trauma\u00adkamer' : name,
  oldestColumn: 'oudste',
  regions: 'Regio’s',
  hospitals: 'Ziekenhuizen',
  hospitalCount: (count: number) => (count === 1 ? '1 ziekenhuis' : `${count} ziekenhuizen`),
  shownOf: (shown: number, all: number) => `${shown} van ${all} ziekenhuizen getoond`,
  noneFound: 'Geen ziekenhuis past bij dit filter.',
  clearFilters: 'Filter wissen',
  footer: 'vrij / bemand · – is onbekend en telt niet als 0',
  sortBy: (column: string) => `Sorteren op ${column}`,
  close: 'Sluiten',
  units: 'Afdelingen',
  runningStops: 'Stops',
  noStops: 'Geen stops',
  until: (time: string, left: string) => `tot ${time}, nog ${left}`,
  by: (who: string) => `door ${who}`,
  inbound: 'Onderweg hierheen',
  noInbound: 'Niemand onderweg',
  arrivesIn: (minutes: string) => `over ${minutes}`,
  overdue: 'had er al moeten zijn',
  noEta: 'aankomst onbekend',
  aCase: (number: string) => `zaak ${number}`,
  crowding: (nedocs: number) => `NEDOCS ${nedocs}`,
  offload: (minutes: number) => `overdracht ${minutes} min`,
  outsideHours: 'nu buiten de uren voor ambulances',
  regionPage: 'Regiopagina',
  toMap: 'Kaart',
  toList: 'Lijst',
  view: 'Weergave',
};
