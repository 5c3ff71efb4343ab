import type { ComponentPrices } from '#catalog';
import { PER_TOKEN, exactAmount, exactCount } from './exact-amounts.js';
import { isListObject, member, parseListJson, type ListObject, type ListValue } from './list-json.js';
import { PriceListError, listedPrice, problem, type ListFinding, type ListedAmount, type PriceList } from './listed-price.js';

/** LiteLLM's members by ours, dollars per token. Source: `sample_spec` of the list, and its `cost_calculator`. */
const MEMBERS: Readonly<Record<string, keyof ComponentPrices>> = {
  input_cost_per_token: 'input_per_million',
  input_cost_per_audio_token: 'input_audio_per_million',
  cache_read_input_token_cost: 'cached_input_per_million',
  cache_read_input_audio_token_cost: 'cached_input_audio_per_million',
  cache_creation_input_token_cost: 'cache_write_per_million',
  cache_creation_input_token_cost_above_1hr: 'cache_write_1h_per_million',
  output_cost_per_token: 'output_per_million',
  output_cost_per_audio_token: 'output_audio_per_million',
};

/** The longer name first, where one begins with the other. */
const NAMES = Object.keys(MEMBERS).sort((a, b) => b.length - a.length);
const PRICED = new RegExp(`^(${NAMES.join('|')})(?:_above_(\\d{1,6})k_tokens)?(?:_(flex|priority))?$`);

/** Names of amounts, and of what multiplies them. */
const CHARGED = /cost|multiplier/;
/** `off_peak_pricing`, `tiered_pricing`: prices with conditions in a form of their own. */
const CONDITIONAL = /_pricing$/;
/** Documents the format; the others hold no model. */
const NO_MODELS = ['sample_spec', 'fallback_generalizations'];

/** LiteLLM's `model_prices_and_context_window.json`. Throws `PriceListError`. */
export function readLitellmList(text: string): PriceList {
  const list = parsed(text);
  const providers = new Set(
    Object.entries(list).flatMap(([name, row]) =>
      NO_MODELS.includes(name) || !isListObject(row) ? [] : [member(row, 'litellm_provider')],
    ),
  );
  return {
    hasProvider: (provider) => providers.has(provider),
    find(provider, model) {
      // Most providers' models stand there under `provider/model`, some under their bare name.
      for (const name of [model, `${provider}/${model}`]) {
        const row = NO_MODELS.includes(name) ? undefined : member(list, name);
        if (isListObject(row) && member(row, 'litellm_provider') === provider) return found(provider, name, row);
      }
      return problem('NOT_LISTED', `The list has no ${model} of ${provider}`);
    },
  };
}

function parsed(text: string): ListObject {
  let list: ListValue;
  try {
    list = parseListJson(text);
  } catch {
    throw new PriceListError('The list is not JSON');
  }
  const isList =
    isListObject(list) && Object.values(list).some((row) => isListObject(row) && member(row, 'litellm_provider') !== undefined);
  if (!isList) throw new PriceListError('The list is not an object of models with a litellm_provider each');
  return list as ListObject;
}

function found(listProvider: string, listModel: string, row: ListObject): ListFinding {
  const conditional = Object.keys(row).find((name) => CONDITIONAL.test(name));
  if (conditional !== undefined)
    return problem('PRICE_CONDITIONAL', `${conditional} is not read: the price depends on more than it can say`);
  const amounts: ListedAmount[] = [];
  const unpriced: string[] = [];
  for (const [name, value] of Object.entries(row)) {
    const amount = amountOf(name, value);
    if (amount) amounts.push(amount);
    else if (isCharged(name, value)) unpriced.push(name);
  }
  const { price, unpriced: left, problem: bad } = listedPrice(amounts);
  if (bad) return { problem: bad };
  const contextWindow = exactCount(member(row, 'max_input_tokens'));
  const maxOutputTokens = exactCount(member(row, 'max_output_tokens'));
  const limits = { ...(contextWindow !== undefined && { contextWindow }), ...(maxOutputTokens !== undefined && { maxOutputTokens }) };
  return { listed: { listProvider, listModel, price, unpriced: [...unpriced, ...left].sort(), ...limits } };
}

function amountOf(name: string, value: ListValue): ListedAmount | undefined {
  const [, base = '', thousands, serviceTier] = PRICED.exec(name) ?? [];
  const ours = MEMBERS[base];
  if (ours === undefined || value === null) return undefined;
  const perMillion = typeof value === 'string' ? exactAmount(value, PER_TOKEN) : undefined;
  return {
    name,
    member: ours,
    perMillion,
    ...(thousands !== undefined && { aboveInputTokens: Number(thousands) * 1_000 }),
    ...(serviceTier !== undefined && { serviceTier }),
  };
}

/** What is charged as well. Multipliers for regions and speeds stand in `provider_specific_entry`, beside what is none. */
function isCharged(name: string, value: ListValue): boolean {
  if (isListObject(value)) return (CHARGED.test(name) || name === 'provider_specific_entry') && Object.values(value).some(isAmount);
  return CHARGED.test(name) && isAmount(value);
}

function isAmount(value: ListValue): boolean {
  return typeof value === 'string' && /\d/.test(value) && !/^0*\.?0*$/.test(value);
}
