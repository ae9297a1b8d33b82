/** How LPZ is asked, with its mapping read from the file that the settings name. */
import { readFileSync } from 'node:fs';
import { LpzMappingError, readMapping, type LpzMapping } from './mapping.ts';

export interface LpzSetUp {
  url: string;
  token: string;
  mapping: LpzMapping;
  /** Milliseconds. */
  everyMs: number;
}

/** @throws LpzMappingError with the file's name when it is missing or cannot be used: a server that reads half of it must not start. */
export function loadLpz(given: Omit<LpzSetUp, 'mapping'> & { mapping: string }): LpzSetUp {
  const say = (what: string) => new LpzMappingError(`LPZ_MAPPING ${given.mapping}: ${what}`);
  let text: string;
  try {
    text = readFileSync(given.mapping, 'utf8');
  } catch {
    throw say('cannot be read');
  }
  try {
    return { ...given, mapping: readMapping(text) };
  } catch (error) {
    if (error instanceof LpzMappingError) throw say(error.message);
    throw error;
  }
}
