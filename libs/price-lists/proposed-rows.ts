import {
  decideImportedRow,
  inOrderOfTrial,
  recordPriceDocument,
  type CatalogNames,
  type ImportedTarget,
  type Model,
  type ModelLimits,
  type ModelTarget,
  type PriceImportRow,
  type RowImport,
  type RowRefusal,
} from '#catalog';
import { refuse, type Refusal } from '#streams';
import type { ListedPrice, PriceList } from './listed-price.js';
import { markedUp } from './markup.js';

/** A line of the list that the admin names: for a model that is to be made, or for a target that the list calls by another name. */
export interface NamedModel {
  readonly id: string;
  /** Ours. */
  readonly provider: string;
  readonly list_provider: string;
  readonly list_model: string;
  /** As the provider calls it; the list's name of it unless said otherwise. */
  readonly upstream_model?: string;
}

export interface Proposal extends RowImport {
  readonly markupPpm: number;
  /** Which provider of the list a provider of ours is; undefined for those that are none. */
  readonly listProviderOf: (provider: string) => string | undefined;
  readonly named: readonly NamedModel[];
}

/** A model as it stands, and where its stream does. */
export interface StandingModel {
  readonly model: Model;
  readonly revision: bigint;
}

type Line = { readonly target: ImportedTarget; readonly listed: ListedPrice | undefined };
type Drafted = Omit<PriceImportRow, 'changes'>;

export type ProviderMapRefusal = 'PROVIDER_UNKNOWN' | 'LIST_PROVIDER_UNKNOWN';

/** Whether all that is mapped is there, on our side and on the list's: a slip of the pen would propose nothing without a word. */
export function checkProviders(
  list: PriceList,
  providers: Readonly<Record<string, string>>,
  catalog: CatalogNames,
): Refusal<ProviderMapRefusal> | undefined {
  for (const [provider, listed] of Object.entries(providers)) {
    const field = `providers.${provider}`;
    if (!catalog.hasProvider(provider)) return refuse('PROVIDER_UNKNOWN' as const, `There is no provider ${provider}`, field).refusal;
    if (!list.hasProvider(listed)) return refuse('LIST_PROVIDER_UNKNOWN' as const, `The list has no provider ${listed}`, field).refusal;
  }
  return undefined;
}

/** What the list proposes for the models of the catalog and for those that are named, by the name of the model. Pure. */
export function proposeRows(
  list: PriceList,
  proposal: Proposal,
  models: readonly StandingModel[],
  catalog: CatalogNames,
): readonly PriceImportRow[] {
  const known = new Map(models.map((each) => [each.model.model, each]));
  const standing = models.flatMap((each) => rowOfModel(list, proposal, each) ?? []);
  const made = proposal.named.filter(({ id }) => !known.has(id)).map((named) => rowOfNew(list, proposal, named));
  return [...standing, ...made]
    .map((row) => decided(row, proposal, known.get(row.model), catalog))
    .sort((a, b) => (a.model < b.model ? -1 : 1));
}

/** Undefined where the list has nothing to do with the model: no provider of its targets is one of the list, and nobody has named it. */
function rowOfModel(list: PriceList, proposal: Proposal, { model, revision }: StandingModel): Drafted | undefined {
  const targets = inOrderOfTrial(model.targets);
  const [first] = targets;
  const lines = targets.flatMap((target) => lineOf(list, proposal, model, target) ?? []);
  const version = model.priced?.version ?? '';
  const base = { model: model.model, compared_with: { price_version: version, revision: String(revision) }, limits: {} };
  const named = proposal.named.find(({ id }) => id === model.model);
  if (!first || lines.length === 0) {
    if (!named) return undefined;
    const refusal = { code: 'TARGET_UNKNOWN', message: `${model.model} has no target of ${named.provider} by that name` };
    return { ...base, targets: [], price: null, refusal };
  }
  const refusal = unlike(model, lines) ?? missing(lines, proposal, first);
  return {
    ...base,
    targets: lines.map(({ target }) => target),
    price: refusal ? null : priceOf(lines, proposal),
    refusal: refusal ?? null,
  };
}

function lineOf(list: PriceList, proposal: Proposal, { model }: Model, target: ModelTarget): Line | undefined {
  const { provider, upstream_model } = target;
  const named = proposal.named.find(
    (each) => each.id === model && each.provider === provider && (each.upstream_model ?? upstream_model) === upstream_model,
  );
  const listProvider = named?.list_provider ?? proposal.listProviderOf(provider);
  if (listProvider === undefined) return undefined;
  return line(list, { provider, upstream_model, listProvider, listModel: named?.list_model ?? upstream_model });
}

function rowOfNew(list: PriceList, proposal: Proposal, named: NamedModel): Drafted {
  const { id, provider, list_provider: listProvider, list_model: listModel, upstream_model = listModel } = named;
  const made = line(list, { provider, upstream_model, listProvider, listModel });
  const refusal = missing([made], proposal, made.target) ?? unpriceable(proposal);
  const price = refusal ? null : priceOf([made], proposal);
  return { model: id, compared_with: null, targets: [made.target], price, limits: limitsOf(made.listed), refusal: refusal ?? null };
}

interface Place {
  readonly provider: string;
  readonly upstream_model: string;
  readonly listProvider: string;
  readonly listModel: string;
}

function line(list: PriceList, { provider, upstream_model, listProvider, listModel }: Place): Line {
  const { listed, problem } = list.find(listProvider, listModel);
  const { recorded, refusal } = listed ? recordPriceDocument(listed.price, 'cost') : {};
  const target = {
    provider,
    upstream_model,
    list_provider: listProvider,
    list_model: listed?.listModel ?? listModel,
    effective_from: listed?.effectiveFrom ?? null,
    cost: recorded ?? null,
    unpriced: listed?.unpriced ?? [],
    problem: problem ?? (refusal ? { code: refusal.code, message: refusal.message } : null),
  };
  return { target, listed };
}

/** Lists are in one currency; a model or cost in another one is priced by hand, or not at all. */
function unlike({ priced, targets }: Model, lines: readonly Line[]): RowRefusal | undefined {
  const listed = lines.find(({ target }) => target.cost)?.target.cost?.currency;
  const today = [priced?.currency, ...targets.map(({ cost }) => cost?.currency)];
  const other = today.find((currency) => currency !== undefined && currency !== listed);
  if (listed === undefined || other === undefined) return undefined;
  return { code: 'CURRENCY_MISMATCH', message: `The model is priced in ${other}, the list in ${listed}` };
}

/** Customers pay by the target that is tried first: a list that does not price it says nothing of what they should pay. */
function missing(
  lines: readonly Line[],
  { apply }: Proposal,
  { provider, upstream_model }: Pick<ModelTarget, 'provider' | 'upstream_model'>,
): RowRefusal | undefined {
  if (apply === 'cost') return lines.some(({ target }) => target.cost) ? undefined : (lines[0]?.target.problem ?? undefined);
  const leading = lines.find(({ target }) => target.provider === provider && target.upstream_model === upstream_model);
  if (leading) return leading.target.problem ?? undefined;
  const message = `The target that is tried first, ${upstream_model} of ${provider}, is of no provider of the list`;
  return { code: 'FIRST_TARGET_UNLISTED', message };
}

/** A model without a price answers nobody. */
function unpriceable({ apply }: Proposal): RowRefusal | undefined {
  return apply === 'cost' ? { code: 'PRICE_REQUIRED', message: 'A model is made with a price: apply both, or price' } : undefined;
}

function priceOf([leading]: readonly Line[], { apply, markupPpm }: Proposal) {
  const cost = leading?.target.cost;
  return apply === 'cost' || !cost ? null : markedUp(cost, markupPpm);
}

function limitsOf(listed: ListedPrice | undefined): ModelLimits {
  return {
    ...(listed?.contextWindow !== undefined && { context_window: listed.contextWindow }),
    ...(listed?.maxOutputTokens !== undefined && { max_output_tokens: listed.maxOutputTokens }),
  };
}

/** What confirming it today would do: nothing, something, or be refused. */
function decided(row: Drafted, proposal: Proposal, standing: StandingModel | undefined, catalog: CatalogNames): PriceImportRow {
  const drafted = { ...row, changes: false };
  if (row.refusal) return drafted;
  const today = { model: standing?.model, revision: standing?.revision ?? -1n };
  const { events, refusal } = decideImportedRow(drafted, proposal, today, catalog);
  if (refusal) return { ...drafted, refusal: { code: refusal.code, message: refusal.message } };
  return { ...drafted, changes: events.length > 0 };
}
