import type { KeyPolicy } from '#identity';
import {
  nearestName,
  pricedModel,
  standing,
  type Alias,
  type ListedModel,
  type Model,
  type ModelChoice,
  type PricedModel,
  type ResolvedModel,
} from '#catalog';

/** Models and aliases by name. A name means one thing, by its claim; one that had been given twice before there were claims means the model. */
export class ModelIndex {
  readonly #models = new Map<string, PricedModel>();
  readonly #aliases = new Map<string, Alias>();
  #names: readonly string[] | undefined;

  putModel(model: Model): void {
    const priced = standing(model) && pricedModel(model);
    if (priced) this.#models.set(model.model, priced);
    else this.#models.delete(model.model);
    this.#names = undefined;
  }

  putAlias(alias: Alias): void {
    if (standing(alias)) this.#aliases.set(alias.alias, alias);
    else this.#aliases.delete(alias.alias);
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

  /** Of those that lead somewhere; never what was asked for. */
  nearest(name: string, policy: KeyPolicy = {}): string | undefined {
    return nearestName(
      name,
      this.#allowedNames(policy).filter((known) => known !== name && this.#choices(known).length > 0),
    );
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
