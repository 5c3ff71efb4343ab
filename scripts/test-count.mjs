// A Jest reporter for .ci/run: appends what each test file came to, as a line of JSON, to the file that TOKENOK_TEST_COUNTS names. A
// run that is cut off has told what came before.
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';

export default class TestCount {
  onTestResult(_test, { testFilePath, testResults, testExecError, numPassingTests, numFailingTests, numPendingTests }) {
    const file = process.env.TOKENOK_TEST_COUNTS;
    if (file === undefined) return;
    const path = relative(process.cwd(), testFilePath);
    const names = testResults.filter(({ status }) => status === 'failed').map(({ fullName }) => `${path}: ${fullName}`);
    // A file that did not even load, or broke beside its tests, has failed, though none of its tests did.
    if (testExecError) names.push(path);
    const failed = numFailingTests + (testExecError ? 1 : 0);
    const part = process.env.TOKENOK_TEST_PART;
    appendFileSync(file, `${JSON.stringify({ part, passed: numPassingTests, failed, skipped: numPendingTests, names })}\n`);
  }
}
