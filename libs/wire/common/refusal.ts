/** A request that cannot be served as it stands: `param` is the path of the field at fault (`messages[2].role`), null for the body as a whole. */
export interface WireRefusal {
  readonly kind: 'refusal';
  readonly code: 'INVALID_REQUEST' | 'INVALID_JSON';
  readonly param: string | null;
  readonly message: string;
  /** What SDKs of the dialect look for beside the status: of an optional feature that they then go on without. */
  readonly errorCode?: string;
}

export function refuse(param: string | null, message: string): WireRefusal {
  return { kind: 'refusal', code: 'INVALID_REQUEST', param, message };
}

/** Nothing of the body can be read, so no field is at fault. */
export function refuseJson(message: string): WireRefusal {
  return { kind: 'refusal', code: 'INVALID_JSON', param: null, message };
}
