/** Dutch words of what can be laid over the map: reach, driving times, tiles. */
export const reach = {
  layers: 'Lagen',
  show: 'Bereik van level 1',
  readings: 'Welke level 1-ziekenhuizen tellen',
  reading: { open: 'zonder presentatiestop', all: 'alle level 1' },
  why: {
    open: 'Alleen level 1-ziekenhuizen waarvan de SEH nu geen stop heeft.',
    all: 'Een presentatiestop sluit een level 1 niet voor een ernstig gewonde: alle tellen, behalve een ontruimde locatie.',
  },
  reckoning: 'Rijtijden worden berekend',
  /** "97 % van de inwoners binnen 45 min" */
  within: (percent: string) => `${percent} % van de inwoners binnen 45 min`,
  between: (least: string, most: string) =>
    `van een level 1 over de weg; met de rand mee tussen ${least} en ${most} %.`,
  nothingShut: 'Door de stops van nu valt geen level 1 af.',
  noneLost: (shut: number) =>
    shut === 1
      ? 'Er valt 1 level 1 af; niemand raakt daardoor buiten bereik.'
      : `Er vallen ${shut} level 1-ziekenhuizen af; niemand raakt daardoor buiten bereik.`,
  lost: (people: string) => `${people} inwoners minder door de stops van nu.`,
  places: (names: string) => `Het meest in ${names}.`,
  unsure: (count: number) =>
    count === 1
      ? 'Van 1 level 1 is de SEH-status niet bekend; die telt hier als zonder stop.'
      : `Van ${count} level 1-ziekenhuizen is de SEH-status niet bekend; die tellen hier als zonder stop.`,
  key: {
    within: 'binnen 45 min',
    edge: 'rand: 41 tot 49 min',
    beyond: 'verder, of geen weg',
    lost: 'nu buiten bereik',
  },
  indicative: 'Indicatief: een woonplaats staat voor haar inwoners, CBS 2023. Met sirene.',
  estimate: 'Rijtijden: schatting.',
  engine: 'Rijtijden: routeplanner.',
  roads: 'Rijtijd naar het gekozen ziekenhuis',
  chooseFirst: 'Kies een ziekenhuis op de kaart of in de lijst.',
  roadsTo: (name: string) => `Lijnen van 15, 30 en 45 minuten naar ${name}, met sirene.`,
  tiles: 'Achtergrondkaart',
  failed: 'Dit kon niet worden opgehaald. Zet de laag uit en weer aan om het opnieuw te proberen.',
};
