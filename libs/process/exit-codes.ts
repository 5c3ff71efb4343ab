import { EnvironmentError } from './environment.reader.js';
import { describeFault } from './log.js';

/** What the exit code of a process that serves means; `docs/errors.md` lists them, and a test holds it against this table. */
export const EXIT = {
  /** Stopped by a signal, everything settled. */
  STOPPED: 0,
  /** A fault that nobody foresaw. */
  FAULT: 1,
  /** The environment or a generated secret is not valid. */
  CONFIGURATION: 2,
  /** Another gateway holds the data directory. */
  LOCKED: 3,
  /** The data directory cannot be created, read or written, or has been migrated elsewhere. */
  DATA_DIRECTORY: 4,
  /** The port is in use, or the address is not ours. */
  LISTEN: 5,
  /** EventStoreDB or MongoDB cannot be reached, or does not let us in. */
  STORES: 6,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A reason not to start (or not to go on) that a person can act on: one line, no stack. */
export class StartError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What a person can mend is one line on stderr for each reason, and no stack. */
export function explainStart(fault: unknown): ExitCode {
  if (fault instanceof EnvironmentError) {
    for (const problem of fault.problems) console.error(`tokenok: ${problem}`);
    return EXIT.CONFIGURATION;
  }
  if (fault instanceof StartError) {
    console.error(`tokenok: ${fault.message}`);
    return fault.exitCode;
  }
  console.error('tokenok: a fault at start', describeFault(fault));
  return EXIT.FAULT;
}
