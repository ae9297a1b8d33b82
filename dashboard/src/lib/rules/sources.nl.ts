/**
 * The sources of the shipped policy and rule set in Dutch, by the text in which they are kept. A region's own sources are
 * shown as that region wrote them.
 */
const RULE = /^Routing rules (\d\.\d), (S\d+|H\d+)\.$/;

const TOLD: Readonly<Record<string, string>> = {
  'Norwegian trauma plan: beyond 45 minutes to the nearest acute hospital with a trauma function. No Dutch clinical limit was found; the Dutch 45-minute norm is a planning norm.':
    'Noors traumaplan: boven 45 minuten naar het dichtstbijzijnde acute ziekenhuis met een traumafunctie. Een Nederlandse medische grens is niet gevonden; de Nederlandse 45 minuten is een planningsnorm.',
  'Routing rules 6.3: a travel estimate this close to the limit may lie on either side of it.':
    'Routeringsregels 6.3: een geschatte rijtijd zo nabij de grens kan aan beide kanten ervan liggen.',
  'Travel estimates have a standard deviation of 4.9 minutes (North East England): differences under 3 minutes mean nothing.':
    'Geschatte rijtijden hebben een standaarddeviatie van 4,9 minuten (Noordoost-Engeland): een verschil onder 3 minuten zegt niets.',
  'Level-1 criteria of the Dutch trauma society: eleven sites; ten of them are designated (Wbmv article 8).':
    'Level-1-criteria van de NVT: elf locaties, waarvan tien aangewezen (Wbmv, artikel 8).',
  'LNAZ definition of a stop: a level-1 centre stays open for the severely injured.':
    'Definitie van een stop, LNAZ: een level-1-centrum blijft open voor zwaargewonden.',
  'No threshold is shipped: a region sets its own (section 2.1).':
    'Er is geen grens meegegeven: een regio stelt de eigen in (routeringsregels 2.1).',
  'Routing rules 6.7: expected arrival + 20 minutes.':
    'Routeringsregels 6.7: verwachte aankomst plus 20 minuten.',
  'Routing rules 6.3, S1. Another patient is not sent to a closed department (H5); the second number bears only when nothing else was left.':
    'Routeringsregels 6.3, S1. Een andere patiënt gaat niet naar een SEH met een stop (H5); het tweede getal telt alleen als er niets anders over is.',
  'Routing rules 6.3, S7; NEDOCS bands: above 140 severe, above 180 dangerous.':
    'Routeringsregels 6.3, S7; NEDOCS: boven 140 ernstig, boven 180 gevaarlijk.',
  'Routing rules 6.3, S11: limits overtriage to level 1.':
    'Routeringsregels 6.3, S11: beperkt overtriage naar level 1.',
  'Routing rules, section 3: units and devices that a category needs.':
    'Routeringsregels 3: afdelingen en apparaten die een categorie nodig heeft.',
  'Routing rules 6.2, H4: no limit is shipped.':
    'Routeringsregels 6.2, H4: er is geen grens meegegeven.',
  'Routing rules, section 5: default scene time.':
    'Routeringsregels 5: aangenomen tijd ter plaatse.',
  'National Guideline for the Field Triage of Injured Patients 2021, because it is fully specified; the Dutch card was not available.':
    'Richtlijn voor veldtriage van de ACS-COT, 2021, omdat die volledig is beschreven; de Nederlandse kaart was niet beschikbaar.',
  'ACS-COT field triage guideline 2021, red criteria':
    'Richtlijn voor veldtriage van de ACS-COT, 2021, rode criteria',
  'ACS-COT field triage guideline 2021, red criteria (room air); on oxygen or unknown: Routing rules 6.1':
    'Richtlijn voor veldtriage van de ACS-COT, 2021, rode criteria (zonder zuurstof); met zuurstof of onbekend: routeringsregels 6.1',
  'Routing rules 6.1': 'Routeringsregels 6.1',
  'Routing rules, sections 2.1 and 3; no threshold is shipped':
    'Routeringsregels 2.1 en 3; er is geen grens meegegeven',
  'ACS-COT field triage guideline 2021, yellow criteria':
    'Richtlijn voor veldtriage van de ACS-COT, 2021, gele criteria',
  'ACS-COT field triage guideline 2021, EMS judgement':
    'Richtlijn voor veldtriage van de ACS-COT, 2021, oordeel van het ambulanceteam',
};

/** In Dutch; null for a source that is not ours. */
export function dutchSource(source: string): string | null {
  const rule = RULE.exec(source);
  if (rule !== null) return `Routeringsregels ${rule[1]}, ${rule[2]}`;
  return TOLD[source] ?? null;
}
