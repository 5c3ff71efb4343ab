/** Why a request goes no further, as a value: what each code is over HTTP is known only where requests are answered. */
export interface RequestRefusal<Code extends string = string> {
  readonly kind: 'refusal';
  readonly code: Code;
  /** In the client's own body; undefined where no field is at fault. */
  readonly field: string | undefined;
  /** What is wrong with this one, and what would be right; undefined where its code says it all. */
  readonly message: string | undefined;
  /** What SDKs of the client's dialect look for, where it is an optional feature that is refused. */
  readonly errorCode?: string;
}

/** What a request is refused for before anything is held for it. */
export type RoutingRefusal = RequestRefusal<'CURRENCY_MISMATCH' | 'INVALID_REQUEST' | 'MODEL_NOT_FOUND' | 'UNSUPPORTED_PARAMETER'>;

export function refuse<Code extends string>(code: Code, field?: string, message?: string): RequestRefusal<Code> {
  return { kind: 'refusal', code, field, message };
}

/** Tells it from whatever else a function returns; of that nothing may have this `kind`. */
export function isRefusal<Found extends object, Code extends string>(found: Found | RequestRefusal<Code>): found is RequestRefusal<Code> {
  return (found as { readonly kind?: unknown }).kind === 'refusal';
}
