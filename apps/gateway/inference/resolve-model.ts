import type { ResolvedModel } from '#catalog';
import type { Directory } from '#directory';
import { HttpRefusal } from '../http/refusal.js';
import type { KeyCaller } from '../auth/key-authenticator.js';

/** A model or alias that the caller's key may use. Throws `MODEL_NOT_FOUND` with the nearest that it may. */
export function resolveModel(directory: Directory, name: string, { key: { policy } }: KeyCaller): ResolvedModel {
  return directory.resolveModel(name, policy) ?? modelNotFound(directory, name, policy);
}

export function modelNotFound(directory: Directory, name: string, policy: KeyCaller['key']['policy']): never {
  const nearest = directory.nearestModel(name, policy);
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  throw new HttpRefusal('MODEL_NOT_FOUND', { field: 'model', message: `The model ${JSON.stringify(name)} does not exist.${hint}` });
}
