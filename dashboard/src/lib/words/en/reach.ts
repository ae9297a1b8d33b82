/** English words of what can be laid over the map: reach, driving times, tiles. */
import type { Words } from '../nl/index.ts';

export const reach: Words['reach'] = {
  layers: 'Layers',
  show: 'Reach of level 1',
  readings: 'Which level-1 hospitals count',
  reading: { open: 'without an ED stop', all: 'all level 1' },
  why: {
    open: 'Only level-1 hospitals whose ED has no stop now.',
    all: 'An ED stop does not close a level 1 to a severely injured patient: all count, but for an evacuated site.',
  },
  reckoning: 'Driving times are being reckoned',
  within: (percent) => `${percent} % of inhabitants within 45 min`,
  between: (least, most) => `of a level 1 by road; with the edge between ${least} and ${most} %.`,
  nothingShut: 'The stops of now take no level 1 away.',
  noneLost: (shut) =>
    shut === 1
      ? '1 level 1 is taken away; nobody gets out of reach by it.'
      : `${shut} level-1 hospitals are taken away; nobody gets out of reach by it.`,
  lost: (people) => `${people} inhabitants fewer because of the stops of now.`,
  places: (names) => `Most of them in ${names}.`,
  unsure: (count) =>
    count === 1
      ? 'The ED status of 1 level 1 is not known; it counts here as without a stop.'
      : `The ED status of ${count} level-1 hospitals is not known; they count here as without a stop.`,
  key: {
    within: 'within 45 min',
    edge: 'edge: 41 to 49 min',
    beyond: 'farther, or no road',
    lost: 'out of reach now',
  },
  indicative: 'Indicative: a place stands for its inhabitants, CBS 2023. With siren.',
  estimate: 'Driving times: estimate.',
  engine: 'Driving times: routing engine.',
  roads: 'Driving time to the chosen hospital',
  chooseFirst: 'Choose a hospital on the map or in the list.',
  roadsTo: (name) => `Lines of 15, 30 and 45 minutes to ${name}, with siren.`,
  tiles: 'Background map',
  failed: 'This could not be fetched. Switch the layer off and on to try again.',
};
