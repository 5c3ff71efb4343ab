export { readGenaiPricesList } from './genai-prices.list.js';
export { readLitellmList } from './litellm.list.js';
export { PriceListError, type PriceList } from './listed-price.js';
export { MAX_MARKUP_PPM } from './markup.js';
export { checkProviders, proposeRows, type NamedModel, type ProviderMapRefusal } from './proposed-rows.js';
export { type ListRefusal, type ListRefusalCode } from './list-refusal.js';
