import { existing, type Placed } from '#streams';
import type { ModelEvent, ModelLimits, ModelTarget, PriceSource } from './model.events.js';
import { priceVersion, standing, type Removable } from './names.js';
import type { RecordedPrice } from './price.document.js';

/** JSON, because the directory keeps it as a row. */
export type Model = Removable & {
  readonly model: string;
  readonly targets: readonly ModelTarget[];
  readonly limits: ModelLimits;
  /** What is paid today; absent only between two events of the append that makes a model. */
  readonly priced?: RecordedPrice & { readonly version: string; readonly since: string; readonly source?: PriceSource };
  readonly created_at: string;
  readonly changed_at: string;
};

export function evolveModel(model: Model | undefined, event: ModelEvent, { revision, at }: Placed): Model {
  switch (event.type) {
    case 'ModelConfigured': {
      const { model: id, targets, source: _source, ...limits } = event.data;
      const before = standing(model);
      const priced = before?.priced;
      return { model: id, targets, limits, ...(priced ? { priced } : {}), created_at: before?.created_at ?? at, changed_at: at };
    }
    case 'ModelPriced': {
      const { model: id, currency, price, source } = event.data;
      const priced = { currency, price, version: priceVersion(id, revision), since: at, ...(source && { source }) };
      return { ...existing(model, event.type), priced, changed_at: at };
    }
    case 'ModelRemoved':
      return { targets: [], limits: {}, created_at: at, ...model, ...event.data, changed_at: at, removed_at: at };
  }
}
