/** Everything that the dashboard says in Dutch, an area a file. The English dictionary has the same shape. */
import { board } from './board.ts';
import { decisions } from './decisions.ts';
import { dispatch } from './dispatch.ts';
import { hospital } from './hospital.ts';
import { map } from './map.ts';
import { problems } from './problems.ts';
import { rules } from './rules.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';
import { units } from './units.ts';

export const nl = {
  shell,
  status,
  units,
  map,
  board,
  hospital,
  dispatch,
  decisions,
  rules,
  problems,
};
export type Words = typeof nl;
