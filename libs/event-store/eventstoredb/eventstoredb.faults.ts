import { StreamClosedError, UnavailableError, type EventStoreError } from '../errors.js';

/** What the client and its gRPC library throw: with a `type`, or with a trailer that names it, or, with the server down, with neither. */
interface ServerError {
  readonly type?: string;
  readonly code?: number | string;
  readonly details?: string;
  readonly message?: string;
  readonly metadata?: { get(key: string): readonly (string | Buffer)[] };
}

const GRPC_CODES: Readonly<Record<number, string>> = {
  1: 'the call was cancelled',
  4: 'the server did not answer in time',
  7: 'access-denied',
  14: 'the server cannot be reached',
  16: 'access-denied',
};

/** The kind of an error: its type where it has one, else what its gRPC code means. */
function kindOf(error: ServerError): string {
  const trailer = error.metadata?.get('exception')[0]?.toString();
  return error.type || trailer || GRPC_CODES[Number(error.code)] || 'unknown';
}

/** An error of a call by which nothing is written. */
export function readFault(cause: unknown, what: string): EventStoreError {
  const error = (cause ?? {}) as ServerError;
  const kind = kindOf(error);
  switch (kind) {
    case 'access-denied':
      return new UnavailableError(
        `The user of the EventStoreDB URL has no right to read ${what}: it takes membership in $admins, or an ACL`,
        {
          cause,
        },
      );
    case 'stream-deleted':
      return new StreamClosedError(`The server says that ${what} was deleted for good`, { cause });
    default:
      return new UnavailableError(`EventStoreDB: ${kind} while reading ${what} (${error.details ?? error.message ?? 'no details'})`, {
        cause,
      });
  }
}

export function describeFault(cause: unknown): string {
  const error = (cause ?? {}) as ServerError;
  return `${kindOf(error)} (${error.details ?? error.message ?? 'no details'})`;
}
