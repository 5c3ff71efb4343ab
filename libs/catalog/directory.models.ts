import type { KeyPolicy } from '#identity';
import { readPrice, type Currency, type Price, type RecordedUnitPrice } from '#money';
import type { Alias } from './alias.decider.js';
import type { ModelLimits, ModelTarget } from './model.events.js';
import type { Model } from './model.state.js';
import { nearestName } from './nearest-name.js';

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

/** Models and aliases by name. A name means one thing; should two gateways have given it at once, the model counts. */
export class ModelIndex {
  readonly #models = new Map<string, PricedModel>();
  readonly #aliases = new Map<string, Alias>();
  #names: readonly string[] | undefined;

  putModel(model: Model): void {
    const priced = pricedModel(model);
    if (priced) this.#models.set(model.model, priced);
    this.#names = undefined;
  }

  putAlias(alias: Alias): void {
    this.#aliases.set(alias.alias, alias);
    this.#names = undefined;
  }

  /** Undefined for a name that does not exist or that the policy does not allow: to the key, both are the same. */
  resolve(name: string, policy: KeyPolicy = {}): ResolvedModel | undefined {
    if (!allows(policy, name)) return undefined;
    const choices = this.#choices(name);
    return choices.length > 0 ? { requested: name, choices } : undefined;
  }

  /** Sorted by name. */
  list(policy: KeyPolicy = {}): readonly ListedModel[] {
    return this.#allowedNames(policy).map((name) => {
      const createdAt = this.#models.get(name)?.createdAt ?? this.#aliases.get(name)?.pointed_at ?? '';
      return { name, createdAt, choices: this.#choices(name) };
    });
  }

  nearest(name: string, policy: KeyPolicy = {}): string | undefined {
    return nearestName(name, this.#allowedNames(policy));
  }

  #choices(name: string): readonly ModelChoice[] {
    const model = this.#models.get(name);
    if (model) return [{ model, priority: 0, weight: 1 }];
    return (this.#aliases.get(name)?.targets ?? []).flatMap(({ model: id, priority, weight }) => {
      const target = this.#models.get(id);
      return target ? [{ model: target, priority, weight }] : [];
    });
  }

  #allowedNames(policy: KeyPolicy): readonly string[] {
    this.#names ??= [...new Set([...this.#models.keys(), ...this.#aliases.keys()])].sort();
    return policy.models ? this.#names.filter((name) => allows(policy, name)) : this.#names;
  }
}

function allows(policy: KeyPolicy, name: string): boolean {
  return policy.models === undefined || policy.models.includes(name);
}

function pricedModel({ model, targets, limits, priced, created_at }: Model): PricedModel | undefined {
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
