// The shape of the house: how full a folder, how long a file, what an index gives, what is reached by a URL, whom code
// knows by name.
// `node scripts/shape.mjs [root]` names what breaks a rule, a line each: `rule path: why`.
import { fileURLToPath } from 'node:url';
import { unusedExports } from './shape/doors.mjs';
import { readHouse } from './shape/house.mjs';
import { providersByName } from './shape/patterns.mjs';
import { fullFolders, longFiles } from './shape/sizes.mjs';
import { codeByUrl } from './shape/urls.mjs';

const house = readHouse(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)));
const broken = [fullFolders, longFiles, unusedExports, codeByUrl, providersByName].flatMap((check) => [...check(house)]);
for (const { rule, path, why } of broken) console.log(`${rule} ${path}: ${why}`);
process.exitCode = broken.length > 0 ? 1 : 0;
