import type { ComponentPrices } from '#catalog';
import { PER_MILLION, exactAmount, exactCount } from './exact-amounts.js';
import { isListObject, member, parseListJson, type ListObject, type ListValue } from './list-json.js';
import {
  PriceListError,
  listedPrice,
  problem,
  type ListFinding,
  type ListProblem,
  type ListedAmount,
  type PriceList,
} from './listed-price.js';

/** Its price keys by our members, dollars per million tokens. Source: `units` of the package. */
const MEMBERS: Readonly<Record<string, keyof ComponentPrices>> = {
  input_mtok: 'input_per_million',
  input_audio_mtok: 'input_audio_per_million',
  cache_read_mtok: 'cached_input_per_million',
  cache_audio_read_mtok: 'cached_input_audio_per_million',
  cache_write_mtok: 'cache_write_per_million',
  cache_write_1h_mtok: 'cache_write_1h_per_million',
  output_mtok: 'output_per_million',
  output_audio_mtok: 'output_audio_per_million',
};

/**
 * The data of genai-prices: an array of providers. `at` (RFC 3339) is the moment whose prices are asked for. Of a file that has none something is
 * wrong; a `part` of the list has those that were asked for, and may have none. Throws `PriceListError`.
 * Source: https://github.com/pydantic/genai-prices, `prices/new_data/v2/data.json` and the npm package.
 */
export function readGenaiPricesList(text: string, at: string, extent: 'file' | 'part' = 'file'): PriceList {
  const providers = parsed(text);
  if (providers.length === 0 && extent === 'file') throw new PriceListError('The list is not an array of providers with their models');
  return {
    hasProvider: (provider) => providers.some((each) => member(each, 'id') === provider),
    find(provider, model) {
      const models = providers.find((each) => member(each, 'id') === provider);
      const row = objects(models && member(models, 'models')).find((each) => isNamed(each, model));
      return row ? found(provider, row, at) : problem('NOT_LISTED', `The list has no ${model} of ${provider} by that very name`);
    },
  };
}

function parsed(text: string): readonly ListObject[] {
  let list: ListValue;
  try {
    list = parseListJson(text);
  } catch {
    throw new PriceListError('The list is not JSON');
  }
  return objects(list).filter((provider) => Array.isArray(member(provider, 'models')));
}

const objects = (value: ListValue | undefined): readonly ListObject[] => (Array.isArray(value) ? value.filter(isListObject) : []);

/**
 * By its id, or by a name that the list gives it with `equals`. Its other rules (`starts_with`, `regex`) guess which model a name may be: good
 * enough to estimate a cost, not to set a price.
 */
function isNamed(row: ListObject, name: string): boolean {
  if (member(row, 'id') === name) return true;
  const match = member(row, 'match');
  if (!isListObject(match)) return false;
  return [match, ...objects(member(match, 'or'))].some((clause) => member(clause, 'equals') === name);
}

function found(listProvider: string, row: ListObject, at: string): ListFinding {
  const { prices, effectiveFrom, problem: bad } = inForce(member(row, 'prices'), at);
  if (bad) return { problem: bad };
  const amounts: ListedAmount[] = [];
  const unpriced: string[] = [];
  for (const [name, value] of Object.entries(prices)) {
    const ours = MEMBERS[name];
    if (ours !== undefined) amounts.push(...amountsOf(name, ours, value));
    else if (!isNothing(value)) unpriced.push(name);
  }
  const { price, unpriced: left, problem: incomplete } = listedPrice(amounts);
  if (incomplete) return { problem: incomplete };
  const listModel = member(row, 'id') as string;
  const contextWindow = exactCount(member(row, 'context_window'));
  return {
    listed: {
      listProvider,
      listModel,
      ...(effectiveFrom !== undefined && { effectiveFrom }),
      price,
      unpriced: [...unpriced, ...left].sort(),
      ...(contextWindow !== undefined && { contextWindow }),
    },
  };
}

type InForce =
  | { readonly prices: ListObject; readonly effectiveFrom?: string; readonly problem?: never }
  | { readonly problem: ListProblem; readonly prices?: never; readonly effectiveFrom?: never };

/** Of several prices the last whose condition holds counts. A day begins in UTC. */
function inForce(prices: ListValue | undefined, at: string): InForce {
  if (isListObject(prices)) return { prices };
  for (const each of [...objects(prices)].reverse()) {
    const constraint = member(each, 'constraint');
    const inner = member(each, 'prices');
    if (!isListObject(inner)) break;
    if (constraint === undefined || constraint === null) return { prices: inner };
    const from = isListObject(constraint) ? member(constraint, 'start_date') : undefined;
    if (typeof from !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(from))
      return problem('PRICE_CONDITIONAL', 'The price depends on the time of day, or on what is not known here');
    if (from <= at.slice(0, 10)) return { prices: inner, effectiveFrom: from };
  }
  return problem('PRICE_INCOMPLETE', 'The list has no price that is in force');
}

/** One amount, or a base with tiers above so many input tokens. */
function amountsOf(name: string, ours: keyof ComponentPrices, value: ListValue): readonly ListedAmount[] {
  const amount = (text: ListValue | undefined): ListedAmount => ({
    name,
    member: ours,
    perMillion: typeof text === 'string' ? exactAmount(text, PER_MILLION) : undefined,
  });
  if (!isListObject(value)) return [amount(value)];
  const tiers = objects(member(value, 'tiers')).map((tier) => {
    const aboveInputTokens = exactCount(member(tier, 'start'));
    return aboveInputTokens === undefined ? amount(undefined) : { ...amount(member(tier, 'price')), aboveInputTokens };
  });
  return [amount(member(value, 'base')), ...tiers];
}

function isNothing(value: ListValue): boolean {
  return value === null || (typeof value === 'string' && /^0*\.?0*$/.test(value));
}
