/** What somebody entered, in a few words: "RR syst 84", "bekken verdacht", "antistolling: nee". Pure. */
import type { DraftChange } from './draft-parts.ts';
import type { Mark } from './draft.ts';
import type { Say } from './facts.ts';
import type { OrderChange } from './order-change.ts';

export function enteredWords(
  changes: readonly DraftChange[],
  { words, format }: Pick<Say, 'words' | 'format'>,
): string[] {
  const t = words.dispatch;
  const marked = (name: string, to: Mark | null) =>
    to === 'yes' ? name : t.log.says(name, t.mark[to ?? 'unknown']);
  return changes.map((change) => {
    switch (change.part) {
      case 'finding':
        return marked(t.finding[change.code], change.to);
      case 'threat':
        return marked(t.threat[change.threat], change.to);
      case 'crew':
        return marked(t.findings.crew, change.to);
      case 'flag':
        return marked(t.vital[change.name].name, change.to);
      case 'vital':
        return change.to === null
          ? marked(t.vital[change.name].name, null)
          : `${t.vital[change.name].name} ${format.count(change.to)}`;
      case 'ageBand':
        return t.patient.age.toLowerCase();
      case 'sex':
        return t.patient.sex.toLowerCase();
      case 'urgency':
        return t.patient.urgency.toLowerCase();
      case 'category':
        return t.patient.category.toLowerCase();
      case 'externalRisk':
        return t.log.risk;
      case 'where':
        return t.log.position;
      case 'excluded':
        return t.log.excluded;
    }
  });
}

/** "is rood", "niet meer: RR te laag voor de leeftijd". */
export function colourSentence(
  { criteria }: Pick<OrderChange, 'criteria'>,
  { words }: Pick<Say, 'words'>,
): string[] {
  const t = words.dispatch;
  const said: string[] = [];
  if (criteria.some(({ met, colour }) => met && colour === 'red')) said.push(t.log.becameRed);
  else if (criteria.some(({ met }) => met)) said.push(t.log.becameYellow);
  for (const { code, met } of criteria)
    if (!met) said.push(t.log.noLonger(t.criterion[code] ?? code));
  return said;
}
