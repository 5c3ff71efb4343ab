/** Refusals are values: nothing is written. Shared by the deciders of identity and catalog. */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  /** For people: names and limits, no secrets. */
  readonly message: string;
  /** The member of the request's body that is at fault, where there is one: `scopes[1]`, `targets[0].provider`. */
  readonly field?: string;
}

export type Decision<Event, Code extends string = string> =
  { readonly events: readonly Event[]; readonly refusal?: never } | { readonly refusal: Refusal<Code>; readonly events?: never };

export const accept = <Event>(...events: readonly Event[]): { readonly events: readonly Event[] } => ({ events });

export const refuse = <Code extends string>(code: Code, message: string, field?: string): { readonly refusal: Refusal<Code> } => ({
  refusal: field === undefined ? { code, message } : { code, message, field },
});

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
