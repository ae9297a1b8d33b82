/** Dutch words of looking back at an earlier moment. */
export const past = {
  /** In front of the title of the page: "Verleden 17 nov 22:43 · Kaart". */
  title: (time: string) => `Verleden ${time} · `,
  lookingAt: 'U kijkt naar ',
  back: 'terug naar nu',
  bar: 'Tijdbalk',
  open: 'Terugkijken',
  moment: 'Moment',
  last72: 'Afgelopen 72 uur',
  /** Where the ledger is younger, or one looks further back. */
  since: (time: string) => `Sinds ${time}`,
  between: (from: string, to: string) => `${from} tot ${to}`,
  stops: 'presentatiestops',
  impending: 'dreigende stops',
  and: 'en',
  now: (count: number) => `nu ${count}`,
  then: (count: number) => `toen ${count}`,
  drag: 'sleep of ← →',
  nowAt: (time: string) => `nu ${time}`,
  loading: 'laden…',
  play: 'Afspelen',
  pause: 'Pauze',
  speed: 'Snelheid',
  speeds: (speed: number) => `${speed}×`,
  stop: 'stop',
  decision: 'besluit',
  previousStop: 'Vorig begin of einde van een presentatiestop',
  nextStop: 'Volgend begin of einde van een presentatiestop',
  previousDecision: 'Vorig besluit',
  nextDecision: 'Volgend besluit',
  dateTime: 'Datum en tijd',
  /** How a moment is written. */
  dateForm: 'dd-mm-jjjj uu:mm',
  notADate: (form: string) => `Schrijf een datum en tijd als ${form}.`,
  copy: 'delen',
  copyLabel: 'Dit moment delen: adres kopiëren',
  copied: 'Adres gekopieerd',
  notCopied: 'Kopiëren lukt niet. Neem het adres uit de adresbalk.',
  /** What a screen reader says of the handle. */
  value: (moment: string, ago: string, counts: string) => `${moment}, ${ago}, ${counts}`,
  valueNow: (counts: string) => `nu, ${counts}`,
  ago: (span: string) => `${span} geleden`,
  days: (days: number) => (days === 1 ? '1 dag' : `${days} dagen`),
  hours: (hours: number) => `${hours} uur`,
  minutes: (minutes: number) => (minutes === 1 ? '1 minuut' : `${minutes} minuten`),
  counts: (stops: number, impending: number) =>
    `${stops} ${stops === 1 ? 'presentatiestop' : 'presentatiestops'}, ${impending} dreigend`,
  /** On the board, in the place of "Stops nu". */
  stopsThen: 'Stops toen',
  notCounted: 'niet geteld',
  notice: {
    'before-first': 'Zo ver terug gaat het logboek niet. Dit is het eerste moment.',
    'in-future': 'Dat moment moet nog komen. Dit is nu.',
    'no-time': 'Het adres bevat geen geldig tijdstip. Dit is nu.',
    'caught-up': 'Afgespeeld tot nu. U ziet weer de stand van nu.',
    unreachable:
      'De server is niet bereikbaar. U blijft bij dit moment; verder kijken kan nu niet.',
  },
  lost: 'Geen verbinding met de server. Dit moment blijft staan; verder kijken kan nu niet.',
  failed: 'De tijdbalk kon niet worden geladen.',
  truncated: 'Niet alle merktekens passen; de oudste ontbreken.',
  markStop: (facility: string, impending: boolean, time: string) =>
    `${facility}: ${impending ? 'dreigende stop' : 'presentatiestop'} vanaf ${time}`,
  markEnded: (facility: string, time: string) => `${facility}: stop voorbij om ${time}`,
  markDecision: (facility: string, time: string) => `Besluit voor ${facility} om ${time}`,
  /** On a decision: to the map as it was. */
  mapThen: 'bekijk de kaart op dat moment',
};
