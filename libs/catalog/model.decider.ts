import { accept, refuse, type Decision, type Refusal } from '#streams';
import type { ModelEvent, ModelLimits, ModelTarget, PriceSource } from './model.events.js';
import type { Model } from './model.state.js';
import { nameTaken } from './name.decider.js';
import { MODEL_ID_RULE, isModelId, standing, type CatalogNames, type RemovalOf } from './names.js';
import type { PriceDocument } from './price.document.js';
import { recordPriceDocument, type PriceRefusal } from './price.recording.js';
import { sameJson } from './same-json.js';
import { checkTraits, recordTraits, type TraitRefusal, type Traits } from './traits/traits.js';
import { DEFAULT_PRIORITY, DEFAULT_WEIGHT, checkTargets, isWhole, type TargetOrder, type TargetRefusal } from './targets.js';

/** Replaces configuration and price as a whole. */
export type ConfigureModel = {
  readonly type: 'ConfigureModel';
  readonly model: string;
  readonly targets: readonly TargetDocument[];
  readonly price: PriceDocument;
  readonly limits: ModelLimits;
  /** Where the price came from, if not from whoever commands. */
  readonly source?: PriceSource;
};

export type RemoveModel = { readonly type: 'RemoveModel'; readonly model: string; readonly of: RemovalOf };

export interface TargetDocument extends TargetOrder {
  readonly provider: string;
  readonly upstream_model: string;
  readonly cost?: PriceDocument;
  readonly traits?: Traits;
}

export type ModelRefusal =
  | 'MODEL_ID_INVALID'
  | 'MODEL_NOT_THERE'
  | 'MODEL_IN_USE'
  | 'NAME_TAKEN'
  | TargetRefusal
  | 'PROVIDER_UNKNOWN'
  | 'UPSTREAM_MODEL_INVALID'
  | PriceRefusal
  | TraitRefusal
  | 'TOKEN_LIMIT_INVALID'
  | 'DEFAULT_ABOVE_MAXIMUM';

const MAX_UPSTREAM_CHARACTERS = 256;
const MAX_TOKENS = 1_000_000_000;

/** Writes what has changed and nothing else: the same configuration twice is one event. */
export function decideModel(command: ConfigureModel, before: Model | undefined, catalog: CatalogNames): Decision<ModelEvent, ModelRefusal> {
  const model = standing(before);
  const { model: id, price, limits, source } = command;
  if (!isModelId(id)) return refuse('MODEL_ID_INVALID', `A model's id is ${MODEL_ID_RULE}`, 'id');
  if (catalog.hasAlias(id)) return nameTaken(id, 'alias');
  const { targets, refusal: badTarget } = recordTargets(command.targets, catalog);
  if (badTarget) return { refusal: badTarget };
  const { recorded, refusal: badPrice } = recordPriceDocument(price, 'price');
  if (badPrice) return { refusal: badPrice };
  const badLimit = checkLimits(limits);
  if (badLimit) return { refusal: badLimit };

  const events: ModelEvent[] = [];
  if (!model || !sameJson({ targets, limits }, { targets: model.targets, limits: model.limits })) {
    events.push({ type: 'ModelConfigured', data: { model: id, targets, ...limits, ...(source && { source: { import: source.import } }) } });
  }
  const today = model?.priced;
  if (!today || !sameJson(recorded, { currency: today.currency, price: today.price })) {
    events.push({ type: 'ModelPriced', data: { model: id, ...recorded, ...(source && { source }) } });
  }
  return accept(...events);
}

/** Requests that were routed to it end as they began. `aliases`: which point to it; they are pointed elsewhere or removed first. */
export function decideModelRemoval(
  { model: id, of }: RemoveModel,
  model: Model | undefined,
  aliases: readonly string[],
): Decision<ModelEvent, ModelRefusal> {
  const isThere = standing(model) !== undefined;
  if (of === 'unmade' && isThere) return nameTaken(id, 'model');
  if (of === 'standing' && !isThere) return refuse('MODEL_NOT_THERE', `There is no model ${id}`);
  const [alias] = aliases;
  if (of === 'standing' && alias !== undefined)
    return refuse('MODEL_IN_USE', `The alias ${alias} points to ${id}: point it elsewhere first`);
  return accept({ type: 'ModelRemoved', data: { model: id } });
}

type RecordedTargets =
  | { readonly targets: readonly ModelTarget[]; readonly refusal?: never }
  | { readonly refusal: Refusal<ModelRefusal>; readonly targets?: never };

function recordTargets(documents: readonly TargetDocument[], catalog: CatalogNames): RecordedTargets {
  const refusal = checkTargets(documents, ({ provider, upstream_model }) => `${provider} ${upstream_model}`);
  if (refusal) return { refusal };
  const targets: ModelTarget[] = [];
  for (const [index, document] of documents.entries()) {
    const { provider, upstream_model, priority = DEFAULT_PRIORITY, weight = DEFAULT_WEIGHT, cost, traits } = document;
    const field = `targets[${index}]`;
    if (!catalog.hasProvider(provider)) return refuse('PROVIDER_UNKNOWN', `There is no provider ${provider}`, `${field}.provider`);
    if (upstream_model.length === 0 || upstream_model.length > MAX_UPSTREAM_CHARACTERS) {
      return refuse('UPSTREAM_MODEL_INVALID', `1 to ${MAX_UPSTREAM_CHARACTERS} characters`, `${field}.upstream_model`);
    }
    const badTrait = checkTraits(traits, `${field}.traits`);
    if (badTrait) return { refusal: badTrait };
    const target = { provider, upstream_model, priority, weight, ...recordTraits(traits) };
    if (!cost) {
      targets.push(target);
      continue;
    }
    const { recorded, refusal: badCost } = recordPriceDocument(cost, `${field}.cost`);
    if (badCost) return { refusal: badCost };
    targets.push({ ...target, cost: recorded });
  }
  return { targets };
}

function checkLimits(limits: ModelLimits): Refusal<ModelRefusal> | undefined {
  const { max_output_tokens: maximum, default_output_tokens: usual } = limits;
  for (const [field, tokens] of Object.entries(limits)) {
    if (tokens !== undefined && !isWhole(tokens, 1, MAX_TOKENS)) {
      return refuse('TOKEN_LIMIT_INVALID' as const, `A whole number from 1 to ${MAX_TOKENS}`, field).refusal;
    }
  }
  if (maximum !== undefined && usual !== undefined && usual > maximum) {
    return refuse('DEFAULT_ABOVE_MAXIMUM' as const, `${usual} is above max_output_tokens`, 'default_output_tokens').refusal;
  }
  return undefined;
}
