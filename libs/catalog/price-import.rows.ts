import { refuse, type Decision } from '#streams';
import { decideModel, type ConfigureModel, type ModelRefusal, type TargetDocument } from './model.decider.js';
import type { ModelEvent, PriceSource } from './model.events.js';
import type { Model } from './model.state.js';
import { standing, type CatalogNames } from './names.js';
import type { ImportedTarget, PriceApplication, PriceImportRow, PriceListSource } from './price-import.events.js';
import { priceDocument } from './price.document.js';

export type ImportedRowRefusal = ModelRefusal | 'PRICE_STALE';

export interface RowImport {
  readonly import: string;
  readonly source: PriceListSource;
  readonly apply: PriceApplication;
}

/**
 * What a row of an import makes of its model: the configuration of today with the row's cost and price in it, by the decider of
 * `PUT /admin/models`. A model that has changed since the draft, in whatever way, is not what the admin has confirmed.
 */
export function decideImportedRow(
  row: PriceImportRow,
  from: RowImport,
  today: { readonly model: Model | undefined; readonly revision: bigint },
  catalog: CatalogNames,
): Decision<ModelEvent, ImportedRowRefusal> {
  const model = standing(today.model);
  const { revision } = today;
  if (row.compared_with === null ? model !== undefined : row.compared_with.revision !== String(revision)) {
    return refuse('PRICE_STALE', `${row.model} has changed since the draft: draft the import again`);
  }
  return decideModel(configuration(row, from, model), model, catalog);
}

function configuration(row: PriceImportRow, from: RowImport, model: Model | undefined): ConfigureModel {
  const price = row.price ?? model?.priced;
  if (!price) throw new TypeError(`${row.model} has no price, and none is proposed`);
  const targets = model ? model.targets.map((target) => recosted(target, row, from)) : row.targets.map((target) => madeOf(target, from));
  return {
    type: 'ConfigureModel',
    model: row.model,
    targets,
    price: priceDocument(price),
    limits: model?.limits ?? row.limits,
    source: sourceOf(row, from),
  };
}

function recosted({ cost, ...target }: Model['targets'][number], row: PriceImportRow, from: RowImport): TargetDocument {
  const listed = row.targets.find(
    ({ provider, upstream_model }) => provider === target.provider && upstream_model === target.upstream_model,
  );
  const imported = from.apply === 'price' ? null : (listed?.cost ?? null);
  const charged = imported ?? cost;
  return charged ? { ...target, cost: priceDocument(charged) } : target;
}

function madeOf({ provider, upstream_model, cost }: ImportedTarget, { apply }: RowImport): TargetDocument {
  return { provider, upstream_model, ...(apply !== 'price' && cost && { cost: priceDocument(cost) }) };
}

/** The line that the price follows, or the first of those that only costs follow. */
function sourceOf({ targets }: PriceImportRow, { import: id, source }: RowImport): PriceSource {
  const [line] = targets.filter(({ cost }) => cost !== null);
  if (!line) throw new TypeError(`A row of ${id} has nothing of its list`);
  const { list_provider, list_model, effective_from } = line;
  return { import: id, list: source.list, list_version: source.version, list_provider, list_model, effective_from };
}
