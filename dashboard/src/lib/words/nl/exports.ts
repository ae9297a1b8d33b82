/** Dutch words of printing and of what can be taken out as a file. */
export const exports = {
  csv: 'CSV',
  csvOf: (what: string) => `${what} downloaden als CSV`,
  csvTitle: 'Download als CSV voor een rekenblad: puntkomma’s, onbekend is leeg',
  yes: 'ja',
  no: 'nee',
  /** Heads of two columns for one moment. */
  utc: (name: string) => `${name} (UTC)`,
  local: (name: string) => `${name} (Nederlandse tijd)`,
  pictureAt: 'Beeld van',
  pictureSeq: 'Regel in het logboek',
  code: 'Code',
  city: 'Plaats',
  traumaLevel: 'Traumalevel',
  unconfirmed: 'Onbevestigd',
  stopUntil: 'Stop tot',
  held: 'vast voor wie onderweg is',
  trust: 'versheid',
  observed: 'waargenomen',
};
