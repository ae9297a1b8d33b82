/** Dutch words of the webhooks on the administrator's page. */
import type { AttemptError, WebhookState, WebhookType } from '#domain/webhooks/words.ts';

const type: Record<WebhookType, string> = {
  'unit-observed': 'capaciteit gemeld',
  'stop-started': 'stop begonnen',
  'stop-ended': 'stop voorbij',
  'confirmation-asked': 'om bevestiging gevraagd',
  'case-opened': 'zaak geopend',
  'case-revised': 'zaak bijgewerkt',
  'decision-made': 'besluit genomen',
  'override-explained': 'afwijking toegelicht',
  'case-acknowledged': 'vooraankondiging bevestigd',
  'case-status-changed': 'verloop gemeld',
  'case-archived': 'zaak opgeborgen',
  'claims-changed': 'plek vastgehouden of vrij',
  'note-written': 'notitie geschreven',
  'handover-saved': 'dienstoverdracht bewaard',
  'facility-registered': 'ziekenhuis vastgelegd',
  'region-registered': 'regio vastgelegd',
  'policy-adopted': 'beleid aangenomen',
  'installation-configured': 'inrichting gewijzigd',
};

const state: Record<WebhookState, string> = {
  active: 'actief',
  paused: 'gepauzeerd',
  failing: 'gestopt: een dag lang niets bezorgd',
  gone: 'gestopt: ontvanger is opgeheven',
  ownerless: 'gestopt: eigenaar geldt niet meer',
};
const why: Record<Exclude<WebhookState, 'active'>, string> = {
  paused: 'Na het hervatten komt alles wat intussen is gebeurd alsnog.',
  failing:
    'Er gaat niets verloren: wat nog niet is verstuurd staat in het logboek en komt na het hervatten. Wat al was opgegeven staat hieronder.',
  gone: 'De ontvanger antwoordde dat dit adres niet meer bestaat (410). Geef een ander adres of verwijder de webhook.',
  ownerless:
    'Het account is uitgezet of de sleutel is verlopen of ingetrokken. Herstel dat, of maak een nieuwe webhook.',
};

const error: Record<AttemptError, string> = {
  STATUS: 'de ontvanger weigerde',
  REDIRECT: 'de ontvanger verwees door; dat wordt niet gevolgd',
  GONE: 'de ontvanger is opgeheven',
  TIMEOUT: 'geen antwoord binnen 10 seconden',
  NAME_NOT_FOUND: 'de naam in het adres bestaat niet',
  ADDRESS_REFUSED: 'het adres ligt niet op het openbare internet',
  CERTIFICATE: 'het certificaat wordt niet vertrouwd',
  CONNECTION: 'geen verbinding, of die brak af',
};

export const webhooks = {
  title: 'Webhooks',
  make: 'Nieuwe webhook',
  emptyTitle: 'Nog geen webhooks',
  emptyText:
    'Een webhook vertelt het systeem van een ander wat er gebeurt, met de rechten van een account of sleutel.',
  name: 'Naam',
  url: 'Adres',
  urlHint: 'https://… op het openbare internet; een ander net moet de server eerst toestaan',
  owner: 'Met de rechten van',
  ownerHint: 'hoort wat dit account of deze sleutel mag zien en niet meer',
  types: 'Soorten berichten (geen gekozen: alle)',
  regions: 'Regio’s (geen gekozen: alle)',
  facilities: 'Ziekenhuizen (geen gekozen: alle)',
  hears: 'Hoort',
  everything: 'alles wat de eigenaar mag zien',
  type,
  stateLabel: 'Stand',
  state,
  why,
  error,
  retrying: (attempts: number, left: string) =>
    `${attempts === 1 ? '1 poging' : `${attempts} pogingen`} mislukt, volgende over ${left}`,
  failingSince: (time: string) => `sinds ${time} niets bezorgd`,
  lastDelivered: 'Laatst bezorgd',
  justNow: 'zojuist',
  ago: (age: string) => `${age} geleden`,
  never: 'nog nooit',
  behind: 'Nog te lezen',
  deadLetters: 'Niet bezorgd',
  open: 'Bekijken',
  close: 'Sluiten',
  lastAttempt: 'Laatste poging',
  delivered: 'Bezorgd',
  deliveredCount: (count: number, written: string) =>
    count === 1 ? '1 bericht' : `${written} berichten`,
  outcome: (code: number | null, reason: string) =>
    code === null ? reason : `${reason} (${code})`,
  arrived: (code: number | null) => (code === null ? 'bezorgd' : `bezorgd (${code})`),
  secret: 'Geheim',
  secretVersion: (version: number) => `nummer ${version}`,
  previousUntil: (time: string) => `het vorige geldt tot ${time}`,
  test: 'Uitproberen',
  testing: 'Versturen…',
  pause: 'Pauzeren',
  resume: 'Hervatten',
  change: 'Wijzigen',
  rotate: 'Nieuw geheim',
  rotateSure:
    'Het huidige geheim geldt nog 24 uur. De ontvanger moet het nieuwe voor die tijd hebben.',
  remove: 'Verwijderen',
  removeSure: 'De webhook en wat niet is bezorgd verdwijnen. Dit kan niet ongedaan worden gemaakt.',
  save: 'Opslaan',
  create: 'Maken',
  cancel: 'Annuleren',
  confirm: 'Zeker weten?',
  secretOnce: (name: string) => `Geheim van ${name}: alleen nu te zien`,
  secretWhat:
    'Geef het aan de ontvanger. Daarmee ziet die dat een bericht echt van hier komt (Standard Webhooks).',
  copy: 'Kopiëren',
  copied: 'Gekopieerd',
  done: 'Klaar',
  entry: 'Regel',
  kind: 'Soort',
  happened: 'Gebeurd',
  attempts: 'Pogingen',
  lastError: 'Laatste fout',
  resend: 'Opnieuw versturen',
  drop: 'Wegdoen',
  noneDead: 'Er is niets opgegeven.',
  readAt: (time: string) => `Gelezen om ${time}`,
};
