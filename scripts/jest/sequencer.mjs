// The order of spec files: those that start processes first, then those that meet a store, then the rest; within each as Jest has it,
// the longest first where it knows. In a fresh clone it knows nothing, and a long one that began last would be waited for by one core.
import { partOfJest } from './parts.mjs';

const Sequencer = partOfJest('@jest/core', '@jest/test-sequencer').default;
const KINDS = [/\.(e2e|browser)\.spec\.ts$/, /\.(int|engine)\.spec\.ts$/, /./];
const kindOf = ({ path }) => KINDS.findIndex((kind) => kind.test(path));

export default class LongestKindFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return [...sorted].sort((a, b) => kindOf(a) - kindOf(b));
  }
}
