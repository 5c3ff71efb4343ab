export { exportedEvent, exportLine } from './export-line.js';
export { ExportWriter, type ExportManifest } from './export-manifest.js';
export { describeFinding, findingRecord, type Finding } from './finding.js';
export { Journal, type JournalBalance, type JournalTotal } from './journal.js';
export { isBeyond, parseMoment, type Moment } from './moment.js';
export { replay, type AccountBalance, type Replayed } from './replay.js';
export { Verifier, type Audited } from './verifier.js';
export { verify, type VerifyOptions } from './verify.js';
