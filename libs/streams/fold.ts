import type { RecordedEvent } from '#event-store';

/** Where and when an event stands: what a state may keep of it besides its data. */
export interface Placed {
  readonly revision: bigint;
  /** When it took effect, RFC 3339 UTC with milliseconds. */
  readonly at: string;
}

/** An event in a stream whose reader does not know it: an older program on newer data. Never skipped, because what it changed would be lost. */
export class UnknownEventError extends Error {
  readonly code = 'UNKNOWN_EVENT';
  constructor(stream: string, type: string, version: number) {
    super(`${type} version ${version} in ${stream} is unknown to this version of Tokenok`);
  }
}

/** A first event that is missing, or that comes twice: the stream was not written by our deciders. */
export class ImpossibleEventError extends Error {
  readonly code = 'IMPOSSIBLE_EVENT';
  constructor(type: string, problem: string) {
    super(`${type} ${problem}`);
  }
}

/** The state that an event needs to be there. */
export function existing<State>(state: State | undefined, type: string): State {
  if (state === undefined) throw new ImpossibleEventError(type, 'stands before the first event of its stream');
  return state;
}

/** An event of the store as today's shape, given the version of each type that is written today; throws `UnknownEventError` for any other. */
export function readEvent<Event>(versions: Readonly<Record<string, number>>, { stream, type, data, metadata }: RecordedEvent): Event {
  const known = Object.hasOwn(versions, type) && versions[type] === metadata.version;
  if (!known) throw new UnknownEventError(stream, type, metadata.version);
  return { type, data } as Event;
}
