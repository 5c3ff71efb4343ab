import { accept, refuse, type Decision, type Placed } from '#streams';
import type { AliasEvent, AliasTarget } from './alias.events.js';
import { nameTaken } from './name.decider.js';
import { MODEL_ID_RULE, isModelId, standing, type CatalogNames, type Removable, type RemovalOf } from './names.js';
import { sameJson } from './same-json.js';
import { DEFAULT_PRIORITY, DEFAULT_WEIGHT, checkTargets, type TargetOrder, type TargetRefusal } from './targets.js';

/** Replaces all targets. */
export type PointAlias = {
  readonly type: 'PointAlias';
  readonly alias: string;
  readonly targets: readonly (TargetOrder & { readonly model: string })[];
};

export type RemoveAlias = { readonly type: 'RemoveAlias'; readonly alias: string; readonly of: RemovalOf };

export type AliasRefusal = 'ALIAS_INVALID' | 'ALIAS_UNKNOWN' | 'NAME_TAKEN' | TargetRefusal | 'MODEL_UNKNOWN';

/** JSON, because the directory keeps it as a row. */
export type Alias = Removable & { readonly alias: string; readonly targets: readonly AliasTarget[]; readonly pointed_at: string };

export function decideAlias(command: PointAlias, before: Alias | undefined, catalog: CatalogNames): Decision<AliasEvent, AliasRefusal> {
  const alias = standing(before);
  const { alias: name } = command;
  if (!isModelId(name)) return refuse('ALIAS_INVALID', `An alias is ${MODEL_ID_RULE}`, 'name');
  if (catalog.hasModel(name)) return nameTaken(name, 'model');
  const refusal = checkTargets(command.targets, ({ model }) => model);
  if (refusal) return { refusal };
  const unknown = command.targets.findIndex(({ model }) => !catalog.hasModel(model));
  if (unknown >= 0) {
    const { model } = command.targets[unknown] ?? { model: '' };
    return refuse('MODEL_UNKNOWN', `There is no model ${model} (an alias points to models, not to aliases)`, `targets[${unknown}].model`);
  }
  const targets = command.targets.map(({ model, priority = DEFAULT_PRIORITY, weight = DEFAULT_WEIGHT }) => ({ model, priority, weight }));
  if (alias && sameJson(alias.targets, targets)) return accept();
  return accept({ type: 'AliasPointed', data: { alias: name, targets } });
}

/** Calls by that name are 404 from then on; keys whose policy names it keep doing so. */
export function decideAliasRemoval({ alias: name, of }: RemoveAlias, alias: Alias | undefined): Decision<AliasEvent, AliasRefusal> {
  const isThere = standing(alias) !== undefined;
  if (of === 'unmade' && isThere) return nameTaken(name, 'alias');
  if (of === 'standing' && !isThere) return refuse('ALIAS_UNKNOWN', `There is no alias ${name}`);
  return accept({ type: 'AliasRemoved', data: { alias: name } });
}

export function evolveAlias(alias: Alias | undefined, event: AliasEvent, { at }: Placed): Alias {
  switch (event.type) {
    case 'AliasPointed':
      return { ...event.data, pointed_at: at };
    case 'AliasRemoved':
      return { targets: [], pointed_at: at, ...alias, ...event.data, removed_at: at };
  }
}
