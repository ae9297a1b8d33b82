/** English words of the pressure of a region. */
import type { Words } from '../nl/index.ts';

export const pressure: Words['pressure'] = {
  name: 'Pressure',
  part: { ed: 'EDs', 'trauma-bay': 'trauma bays', icu: 'ICU beds' },
  spoken: (region, figure) => `Pressure in ${region}: ${figure} of 100. Show its parts`,
  pointsOf: (points, most) => `${points} of ${most}`,
  departments: (stops, impending, of) => `${stops} stopped, ${impending} impending of ${of}`,
  places: (free, staffed) => `${free} of ${staffed} free`,
  nothingKnown: 'nothing known',
  knownOf: (known, of) => `${known} of ${of} freshly known`,
  sum: (points) => `Together ${points} of 100 points.`,
  range: 'What is not freshly known counts neither as calm nor as full: hence a range.',
  tooWide: 'Too little is known to give one figure.',
  proposal: 'The weights are a proposal.',
};
