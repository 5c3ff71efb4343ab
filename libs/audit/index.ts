export { describeFinding, findingRecord, type Finding } from './finding.js';
export { Journal, type JournalBalance, type JournalTotal } from './journal.js';
export { Verifier, type Audited } from './verifier.js';
export { verify, type VerifyOptions } from './verify.js';
