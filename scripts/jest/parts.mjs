// Parts of Jest that it keeps to itself: taken from where Jest takes them, so that there is one of each, in its version.
import { createRequire } from 'node:module';

const fromHere = createRequire(import.meta.url);
const fromJest = createRequire(createRequire(fromHere.resolve('jest')).resolve('@jest/core'));

/** A package, as the package of Jest that is named first finds it. */
export const partOfJest = (owner, name) => createRequire(fromJest.resolve(owner))(name);
