// A Jest reporter for .ci/run: appends what a run came to, as one line of JSON, to the file that TOKENOK_TEST_COUNTS names.
import { appendFileSync } from 'node:fs';

export default class TestCount {
  onRunComplete(_contexts, results) {
    const file = process.env.TOKENOK_TEST_COUNTS;
    if (file === undefined) return;
    // A suite that did not even load has failed, though none of its tests ran.
    const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites, numPendingTests: skipped } = results;
    appendFileSync(file, `${JSON.stringify({ passed, failed: numFailedTests + numRuntimeErrorTestSuites, skipped })}\n`);
  }
}
