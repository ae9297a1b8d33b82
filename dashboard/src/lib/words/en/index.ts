/** Everything that the dashboard says in English, an area a file. */
import type { Words } from '../nl/index.ts';
import { account } from './account.ts';
import { access } from './access.ts';
import { board } from './board.ts';
import { decisions } from './decisions.ts';
import { desk } from './desk.ts';
import { dispatch } from './dispatch.ts';
import { factor } from './factor.ts';
import { feeds } from './feeds.ts';
import { hospital } from './hospital.ts';
import { map } from './map.ts';
import { pressure } from './pressure.ts';
import { problems } from './problems.ts';
import { reach } from './reach.ts';
import { rules } from './rules.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';
import { units } from './units.ts';
import { past } from './past.ts';
import { trends } from './trends.ts';
import { handover } from './handover.ts';
import { wall } from './wall.ts';
import { tour } from './tour.ts';
import { setup } from './setup.ts';
import { help } from './help.ts';
import { exports } from './exports.ts';
import { ui } from './ui.ts';
import { webhooks } from './webhooks.ts';

export const en: Words = {
  account,
  shell,
  access,
  status,
  units,
  map,
  pressure,
  board,
  factor,
  feeds,
  hospital,
  desk,
  dispatch,
  decisions,
  reach,
  rules,
  problems,
  past,
  trends,
  handover,
  wall,
  tour,
  setup,
  help,
  exports,
  ui,
  webhooks,
};
