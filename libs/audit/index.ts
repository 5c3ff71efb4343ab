export { exportedEvent } from './export-line.js';
export { ExportWriter, type ExportManifest } from './export-manifest.js';
export { describeFinding, findingRecord, type Finding } from './finding.js';
export { checkManifest, readManifest } from './manifest.check.js';
export { isBeyond, parseMoment, type Moment } from './moment.js';
export { REGISTERING_TYPES, personIn, type NamedPerson } from './named-person.js';
export { replay, type Replayed } from './replay.js';
export { type Audited } from './verifier.js';
export { verify } from './verify.js';
