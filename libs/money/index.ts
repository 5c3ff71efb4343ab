export { CURRENCIES, isCurrency, minorDecimals, type Currency } from './currency.js';
export { NANOS_PER_UNIT, formatAmount, parseAmount, parseInputAmount } from './amount.js';
export { Money } from './money.js';
export {
  COMPONENTS,
  INPUT_COMPONENTS,
  UnpricedComponentError,
  dearest,
  divideHalfEven,
  divideUp,
  rate,
  readPrice,
  recordPrice,
  unitPrice,
  worstCase,
  type Price,
  type PriceComponent,
  type Rating,
  type RecordedUnitPrice,
  type TokenCounts,
  type UnitPrice,
} from './price.js';
export { split } from './split.js';
