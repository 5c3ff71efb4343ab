/** Refusals are values: nothing is written. The one shape of every decider; the ledger, which imports only money, has its own of the same. */
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
