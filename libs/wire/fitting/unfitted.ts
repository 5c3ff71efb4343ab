import type { WireApi } from '../common/wire-request.js';
import type { JsonObject } from '../json/object.js';

/** A body for a provider's route, before it is said as the provider's model takes it. */
export interface Unfitted {
  readonly api: WireApi;
  /** Of Chat Completions, Messages, …: with every number as it came, where members of members are to be written again. */
  readonly body: JsonObject;
  /** For each choice, as it was held for; 0 where there is no output. */
  readonly outputLimit: number;
}

/** What changes of a body's members: `undefined` takes one away. */
export type Edits = Record<string, unknown>;
