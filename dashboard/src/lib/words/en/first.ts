/** English first words of the pages. */
import type { FirstWordsOf } from '../nl/first.ts';

export const first: FirstWordsOf = {
  '/map': {
    title: 'The map',
    text: 'Of every emergency department in the country: whether it is open, which stops are running and what is available and staffed, with the age and the source of each figure. The picture of this moment is being fetched.',
  },
  '/dispatch': {
    title: 'The decision desk',
    text: 'The cases of your room, the most pressing first, and for each of them which hospitals fit and why. The picture of this moment is being fetched.',
  },
  '/hospital/[id]': {
    title: 'The hospital',
    text: 'Who is on the way, what others see of the hospital, and what it says itself of its departments and its emergency department. The picture of this moment is being fetched.',
  },
};
