/**
 * What a page says of itself before its script is there, by route. The server's page carries it in both languages
 * (dashboard/preloads.mjs), so no script pays for it. Only what is always true: what one will see, never a figure.
 */
interface FirstWords {
  /** Which page this is. */
  title: string;
  /** What one will see, and that it is on its way. */
  text: string;
}

export const first = {
  '/map': {
    title: 'De kaart',
    text: 'Van elke spoedeisende hulp in het land: of zij open is, welke stops er lopen en wat er beschikbaar en bemand is, met van elk cijfer hoe oud het is en van wie het komt. De stand van dit moment wordt opgehaald.',
  },
  '/dispatch': {
    title: 'De beslistafel',
    text: 'De zaken van uw meldkamer, de dringendste eerst, en voor elke zaak welke ziekenhuizen passen en waarom. De stand van dit moment wordt opgehaald.',
  },
  '/hospital/[id]': {
    title: 'Het ziekenhuis',
    text: 'Wie er onderweg is, wat anderen van het ziekenhuis zien en wat het zelf zegt van zijn afdelingen en zijn spoedeisende hulp. De stand van dit moment wordt opgehaald.',
  },
} satisfies Record<string, FirstWords>;
export type FirstWordsOf = Record<keyof typeof first, FirstWords>;
