import type { RecordedPrice } from './price.document.js';
import type { Traits } from './traits/traits.js';

/** One way to have a model answered. The lowest priority is tried first; targets of one priority share by weight. */
export type ModelTarget = {
  readonly provider: string;
  readonly upstream_model: string;
  readonly priority: number;
  readonly weight: number;
  /** What the provider charges us; absent where nobody has told. */
  readonly cost?: RecordedPrice;
  /** Before the provider's own, member by member. */
  readonly traits?: Traits;
};

export type ModelLimits = {
  /** Tokens, input and output together. */
  readonly context_window?: number;
  readonly max_output_tokens?: number;
  /** The output limit of a request that names none. */
  readonly default_output_tokens?: number;
};

/** A configuration or price that came from a price import; what was proposed there stands in its stream. */
export type ImportSource = { readonly import: string };

/** Which line of which public list a price came from. */
export type PriceSource = ImportSource & {
  readonly list: string;
  readonly list_version: string | null;
  readonly list_provider: string;
  readonly list_model: string;
  /** The day from which the list says that it is so. */
  readonly effective_from: string | null;
};

/** Version 1 of each. Stream `model-{model}`. Both are written at once for a new model, so none is ever without a price. */
export type ModelEvent =
  | {
      readonly type: 'ModelConfigured';
      readonly data: { readonly model: string; readonly targets: readonly ModelTarget[]; readonly source?: ImportSource } & ModelLimits;
    }
  /** What customers pay from now on. The events of the stream are the history of prices; `priceVersion` names each of them. */
  | { readonly type: 'ModelPriced'; readonly data: { readonly model: string; readonly source?: PriceSource } & RecordedPrice }
  /** Also where none was: then nobody who was about to make it does. */
  | { readonly type: 'ModelRemoved'; readonly data: { readonly model: string } };
