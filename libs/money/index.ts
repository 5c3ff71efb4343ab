export { isCurrency, type Currency } from './currency.js';
export { formatAmount, parseAmount, parseInputAmount } from './amount.js';
export { Money } from './money.js';
export { BASE_COMPONENTS, BASE_OF, type DetailComponent, type PriceComponent, type TokenCounts } from './components.js';
export {
  UnpricedComponentError,
  dearestInput,
  dearestOutput,
  hasComponent,
  hasServiceTier,
  isStandardTier,
  type Price,
  type UnitPrice,
} from './price.js';
export { divideHalfEven, divideUp, rate, type Rating } from './rating.js';
export { readPrice, recordPrice, withConditions, type RecordedUnitPrice } from './recorded-price.js';
export { split } from './split.js';
