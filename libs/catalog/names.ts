/**
 * Provider ids, model ids and alias names are given by admins and stand in URLs, stream names and the clients' `model` field.
 * Models and aliases may be in several parts, `openai/gpt-4.1-mini`; no part is empty, `.` or `..`, which URLs would resolve away.
 */
const PART = /^[A-Za-z0-9][A-Za-z0-9._:@+-]*$/;
const MAX_PROVIDER_CHARACTERS = 64;
const MAX_MODEL_CHARACTERS = 128;

export const PROVIDER_ID_RULE = `1 to ${MAX_PROVIDER_CHARACTERS} letters, digits and any of . _ : @ + -, beginning with a letter or digit`;
export const MODEL_ID_RULE = `1 to ${MAX_MODEL_CHARACTERS} letters, digits and any of . _ : @ + - in parts between slashes, each beginning with a letter or digit`;

export function isProviderId(text: string): boolean {
  return text.length <= MAX_PROVIDER_CHARACTERS && PART.test(text);
}

export function isModelId(text: string): boolean {
  return text.length <= MAX_MODEL_CHARACTERS && text.split('/').every((part) => PART.test(part));
}

const modelStream = (model: string): string => `model-${model}`;

/** Says which event set a price, so that anyone can look it up: `model-openai/gpt-4.1-mini@0`. */
export const priceVersion = (model: string, revision: bigint): string => `${modelStream(model)}@${revision}`;

/** What exists, as the deciders of one entity see the others. Whether a name is free is decided by its claim (`name.decider.ts`). */
export interface CatalogNames {
  hasProvider(provider: string): boolean;
  hasModel(model: string): boolean;
  hasAlias(alias: string): boolean;
}

/** What becomes of models and aliases: they stay as rows, because their streams go on, and are gone for everybody else. */
export type Removable = { readonly removed_at?: string };

/** Undefined for what was never there or has been removed. */
export function standing<Entity extends Removable>(entity: Entity | undefined): Entity | undefined {
  return entity?.removed_at === undefined ? entity : undefined;
}

/**
 * `standing`: whatever is there. `unmade`: nothing is, and whoever was about to make it must decide anew, for this event stands
 * where theirs would.
 */
export type RemovalOf = 'standing' | 'unmade';

/** What a name that a request may use can stand for. */
export type NameHolder = 'model' | 'alias';

/**
 * Version 1 of each. Stream `name-{name}`: the claim of a name, written before what is to have it. The same holder may claim it anew: each
 * claim is told from the ones before it by its revision.
 */
export type NameEvent =
  | { readonly type: 'NameClaimed'; readonly data: { readonly name: string; readonly holder: NameHolder } }
  /** Its holder was removed, or was never made. */
  | { readonly type: 'NameReleased'; readonly data: { readonly name: string } };
