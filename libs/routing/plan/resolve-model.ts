import type { ResolvedModel } from '#catalog';
import type { Directory } from '#directory';
import type { KeyPolicy } from '#identity';
import { refuse, type RequestRefusal } from '../refusals/refusal.js';

/** Where names of models and aliases are known. */
type ModelNames = Pick<Directory, 'resolveModel' | 'nearestModel'>;

/** A model or alias that a key with this policy may use; where there is none, the refusal names the nearest that it may. */
export function resolveModel(names: ModelNames, name: string, policy: KeyPolicy): ResolvedModel | RequestRefusal<'MODEL_NOT_FOUND'> {
  return names.resolveModel(name, policy) ?? modelNotFound(names, name, policy);
}

export function modelNotFound(names: Pick<ModelNames, 'nearestModel'>, name: string, policy: KeyPolicy): RequestRefusal<'MODEL_NOT_FOUND'> {
  const nearest = names.nearestModel(name, policy);
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  return refuse('MODEL_NOT_FOUND', 'model', `The model ${JSON.stringify(name)} does not exist.${hint}`);
}
