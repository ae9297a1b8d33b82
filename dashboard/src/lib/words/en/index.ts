/** Everything that the dashboard says in English, an area a file. */
import type { Words } from '../nl/index.ts';
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

export const en: Words = {
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
