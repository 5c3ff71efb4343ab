export { DirectoryHeldError, DirectoryLock } from './directory-lock.js';
export { readEngines, type Engines } from './engines.js';
export { EnvironmentError, EnvironmentReader, type EnvironmentVariables } from './environment.reader.js';
export { parseHost, parseMasterKey, parsePort, parseUrl, type Parsed } from './environment.values.js';
export { EXIT, StartError, explainStart, type ExitCode } from './exit-codes.js';
export { notListening } from './listening.js';
export { createLog, describeFault, parseLogLevel, type LogLevel } from './log.js';
export { migrationMarkFile, readMigrationMark, writeMigrationMark } from './migration-mark.js';
export { endAtFaults, firstSignal } from './signals.js';
