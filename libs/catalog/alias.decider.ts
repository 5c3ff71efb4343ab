import { accept, refuse, type Decision, type Placed } from '#streams';
import type { AliasEvent } from './alias.events.js';
import { MODEL_ID_RULE, isModelId, type CatalogNames } from './names.js';
import { sameJson } from './same-json.js';
import { DEFAULT_PRIORITY, DEFAULT_WEIGHT, checkTargets, type TargetOrder, type TargetRefusal } from './targets.js';

/** Replaces all targets. */
export type PointAlias = {
  readonly type: 'PointAlias';
  readonly alias: string;
  readonly targets: readonly (TargetOrder & { readonly model: string })[];
};

export type AliasRefusal = 'ALIAS_INVALID' | 'NAME_TAKEN' | TargetRefusal | 'MODEL_UNKNOWN';

/** JSON, because the directory keeps it as a row. */
export type Alias = AliasEvent['data'] & { readonly pointed_at: string };

export function decideAlias(command: PointAlias, alias: Alias | undefined, catalog: CatalogNames): Decision<AliasEvent, AliasRefusal> {
  const { alias: name } = command;
  if (!isModelId(name)) return refuse('ALIAS_INVALID', `An alias is ${MODEL_ID_RULE}`, 'name');
  if (catalog.hasModel(name)) return refuse('NAME_TAKEN', `${name} is a model: a name means one thing`, 'name');
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

export function evolveAlias(_alias: Alias | undefined, event: AliasEvent, placed: Placed): Alias {
  return { ...event.data, pointed_at: placed.at };
}
