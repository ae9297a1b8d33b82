/** Categories that one place of the rules asks for by name. */
import type { Category } from '../words.ts';

/** Both need a level-1 centre. */
export function isSevereTrauma(category: Category): boolean {
  return category === 'TRAUMA_SEVERE' || category === 'TBI_SEVERE';
}
