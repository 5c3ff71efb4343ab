/** What the exit code of every command but `serve` means; docs/cli.md lists them. */
export const EXIT = {
  /** It did what was asked, and all holds. */
  GOOD: 0,
  /** It ran, and found something that does not hold. */
  FOUND: 1,
  /** It could not run: wrong usage, nothing there, not readable, not ours. */
  COULD_NOT_RUN: 2,
  /** Whoever read its output went away (128 + SIGPIPE). */
  READER_GONE: 141,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A reason why a command cannot run that a person can act on: one line, no stack. */
export class CommandError extends Error {
  readonly code = 'COMMAND';
}

/** Faults of our own stores carry a code and say everything in their message; anything else is a fault of the program. */
export function explainFault(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const code = 'code' in fault ? String(fault.code) : '';
  if (code === 'DAMAGED') return `${fault.message}: \`tokenok verify\` names everything that is damaged`;
  if (KNOWN.has(code)) return fault.message;
  return SYSTEM.has(code) ? fault.message : (fault.stack ?? fault.message);
}

const KNOWN: ReadonlySet<string> = new Set([
  'COMMAND',
  'UNAVAILABLE',
  'AMBIGUOUS',
  'STREAM_CLOSED',
  'APPEND_TOO_LARGE',
  'READ_MODEL_UNAVAILABLE',
  'VAULT_UNAVAILABLE',
  'WRONG_KEY',
  'UNDECIPHERABLE',
  'KEY_EXISTS',
  'UNREADABLE_EVENT',
  'ERR_SQLITE_ERROR',
]);
const SYSTEM: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'ENOENT',
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EEXIST',
  'ENOTDIR',
  'EISDIR',
  'EIO',
]);
