/** What the gateway's exit code means; `docs/errors.md` lists them, and a test holds it against this table. */
export const EXIT = {
  /** Stopped by a signal, everything settled. */
  STOPPED: 0,
  /** A fault that nobody foresaw. */
  FAULT: 1,
  /** The environment or a generated secret is not valid. */
  CONFIGURATION: 2,
  /** Another gateway holds the data directory. */
  LOCKED: 3,
  /** The data directory cannot be created, read or written. */
  DATA_DIRECTORY: 4,
  /** The port is in use, or the address is not ours. */
  LISTEN: 5,
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
