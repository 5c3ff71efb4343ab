import { readPrice, type Currency, type Price, type RecordedUnitPrice } from '#money';
import type { ModelLimits, ModelTarget } from './model.events.js';
import type { Model } from './model.state.js';

/** A model ready for a request: prices are parsed once, and also kept as events repeat them. */
export interface PricedModel {
  readonly id: string;
  readonly currency: Currency;
  readonly price: Price;
  readonly recordedPrice: readonly RecordedUnitPrice[];
  readonly priceVersion: string;
  readonly targets: readonly PricedTarget[];
  readonly limits: ModelLimits;
  readonly createdAt: string;
}

export type PricedTarget = ModelTarget & {
  /** Of `cost`, in `cost.currency`. */
  readonly costPrice?: Price;
};

/** One of the models that may answer a request; an alias can have several. The lowest priority goes first. */
export interface ModelChoice {
  readonly model: PricedModel;
  readonly priority: number;
  readonly weight: number;
}

export interface ResolvedModel {
  readonly requested: string;
  readonly choices: readonly ModelChoice[];
}

/** What `/v1/models` lists: models and aliases by the names that a request may use. */
export interface ListedModel {
  readonly name: string;
  readonly createdAt: string;
  readonly choices: readonly ModelChoice[];
}

/** Undefined between the two events of the append that makes a model. */
export function pricedModel({ model, targets, limits, priced, created_at }: Model): PricedModel | undefined {
  if (!priced) return undefined;
  return {
    id: model,
    currency: priced.currency,
    price: readPrice(priced.price),
    recordedPrice: priced.price,
    priceVersion: priced.version,
    targets: targets.map((target) => (target.cost ? { ...target, costPrice: readPrice(target.cost.price) } : target)),
    limits,
    createdAt: created_at,
  };
}
