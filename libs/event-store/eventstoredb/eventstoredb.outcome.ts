import { namedRevision } from '../append-limits.js';
import {
  AmbiguousError,
  AppendTooLargeError,
  ConflictError,
  StreamClosedError,
  UnavailableError,
  type EventStoreError,
} from '../errors.js';
import type { Position } from '../event-store.port.js';
import type { BatchAnswer } from './eventstoredb.batch-call.js';
import { positionOf } from './eventstoredb.position.js';

export interface WrittenAppend {
  readonly revision: bigint;
  /** Undefined where the server does not say: it may leave it out for a repetition. */
  readonly position: Position | undefined;
}

type ServerProblem = NonNullable<ReturnType<Extract<BatchAnswer, { answer: unknown }>['answer']['getError']>>;

/** What an answer means for the append. Anything that does not surely say that nothing was written is ambiguous. */
export function writtenBy(settled: BatchAnswer, stream: string, before: bigint, count: number): WrittenAppend {
  if ('lost' in settled) throw new AmbiguousError(`The append to ${stream} was not answered: ${settled.lost}`);
  const problem = settled.answer.getError();
  if (problem) throw faultOf(problem, stream, before);
  const success = settled.answer.getSuccess();
  if (!success) throw new AmbiguousError(`The append to ${stream} was answered with neither success nor error`);
  const revision = BigInt(success.getCurrentRevision());
  if (revision !== before + BigInt(count)) {
    throw new StreamClosedError(
      `Stream ${stream} was deleted and goes on at revision ${revision}: the append was written where it does not belong, and counts for nothing`,
    );
  }
  const place = success.getPosition();
  const position = place && { commit: BigInt(place.getCommitPosition()), prepare: BigInt(place.getPreparePosition()) };
  return { revision, position: position && positionOf(position) };
}

/** By the type alone: what stands in the fields of a wrong version has been wrong. */
function faultOf(problem: ServerProblem, stream: string, before: bigint): EventStoreError {
  const type = problem.getDetails()?.getTypeName().replace('event_store.client.', '');
  switch (type ?? 'nothing') {
    case 'WrongExpectedVersion':
      return new ConflictError(stream, namedRevision(before));
    case 'StreamDeleted':
      return new StreamClosedError(`Stream ${stream} was deleted for good: it takes no more events`);
    case 'AccessDenied':
      return new UnavailableError(`The user of the EventStoreDB URL has no right to write to ${stream}`);
    case 'MaximumAppendSizeExceeded':
      return new AppendTooLargeError(`The server takes smaller appends than the one to ${stream}: its limit must be 1 MiB or more`);
    case 'google.protobuf.Empty':
      // Not ready, too busy, no leader: handled by nobody, so nothing of it can land later. A time-out of a forwarded append has a type of its own.
      return new UnavailableError(`EventStoreDB did not take the append to ${stream}: ${problem.getMessage()}`);
    default:
      return new AmbiguousError(`The append to ${stream} ended with ${type ?? 'nothing'} (${problem.getMessage()})`);
  }
}
