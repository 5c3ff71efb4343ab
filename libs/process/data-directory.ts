import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { EXIT, StartError } from './exit-codes.js';
import { faultCode, faultMessage } from './fault-code.js';

/** Creates the data directory with mode 0700, and takes group and others out of one that exists. */
export function openDataDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (!statSync(path).isDirectory()) throw new Error('it is not a directory');
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o700);
  } catch (cause) {
    throw unusable(path, cause);
  }
}

export function unusable(path: string, cause: unknown): StartError {
  return new StartError(
    EXIT.DATA_DIRECTORY,
    `The data directory ${path} cannot be used: ${reason(cause)} (TOKENOK_DATA_DIR sets another)`,
    {
      cause,
    },
  );
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  // Node answers so to a recursive mkdir on a read-only file system.
  ENOENT: 'it cannot be created there (is the file system read-only?)',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};

function reason(cause: unknown): string {
  return REASONS[faultCode(cause) ?? ''] ?? faultMessage(cause);
}
