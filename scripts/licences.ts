/** `npm run licences`: writes the list of packages that run, by licence. */
import { readFileSync, writeFileSync } from 'node:fs';
import { LICENCES_PAGE, licencesPage, packagesIn } from './check/licences.ts';
import { inRoot } from './setup/root.mjs';

const packages = packagesIn(readFileSync(inRoot('package-lock.json'), 'utf8'));
writeFileSync(inRoot(LICENCES_PAGE), licencesPage(packages));
console.log(`${LICENCES_PAGE} is written`);
