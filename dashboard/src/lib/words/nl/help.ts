/**
 * Dutch words of the help on each page. The titles are here, for they name the buttons; what stands behind a button is in
 * help-topics.ts and is fetched when somebody presses it.
 */
const titles = {
  edStatus: 'SEH-status',
  age: 'Leeftijd en herkomst',
  figures: 'Vrij / bemand',
  sums: 'Totalen',
  hurts: 'Waar het knelt',
  inbound: 'Onderweg',
  stopsNow: 'Stops nu',
  stopsToday: 'Stops vandaag',
  trends: 'Verloop',
  levelOne: 'Level 1 in het land',
  neighbours: 'Buren die opvangen',
  changed: 'Veranderd sinds',
  findings: 'Bevindingen en indeling',
  score: 'Equivalente minuten',
  travel: 'Rijtijd en bandbreedte',
  tie: 'Gelijk',
  tiers: 'Rang en terugval',
  rejected: 'Afgewezen',
  held: 'Vastgehouden plek',
  arrivals: 'Wie komt er',
  asSeen: 'Wat anderen van u zien',
  ownReport: 'Uw opgave',
  override: 'Anders dan advies',
  severeNorm: 'De norm van 90 %',
  replay: 'Gelijk herberekend',
  chain: 'De keten',
  difference: 'Waar het verschil zat',
  penalties: 'Strafminuten',
  ground: 'Bewijs en voorstel',
  roles: 'Rol en reikwijdte',
  keys: 'API-sleutels',
  webhooks: 'Webhooks',
};

export const help = {
  /** The name of a button with a question mark. */
  about: (title: string) => `Uitleg: ${title}`,
  titles,
  meaning: 'Wat het zegt',
  source: 'Waar het vandaan komt',
  toRules: 'Alle regels',
};
