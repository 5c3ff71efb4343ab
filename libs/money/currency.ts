/** ISO 4217 codes of circulating currencies, each with its number of decimals in ordinary use (cents: 2). Source: ISO 4217 list one. */
const DECIMALS = {
  AED: 2,
  AUD: 2,
  BDT: 2,
  BGN: 2,
  BHD: 3,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLP: 0,
  CNY: 2,
  COP: 2,
  CZK: 2,
  DKK: 2,
  EGP: 2,
  EUR: 2,
  GBP: 2,
  GEL: 2,
  HKD: 2,
  HUF: 2,
  IDR: 2,
  ILS: 2,
  INR: 2,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KES: 2,
  KRW: 0,
  KWD: 3,
  KZT: 2,
  LKR: 2,
  MAD: 2,
  MXN: 2,
  MYR: 2,
  NGN: 2,
  NOK: 2,
  NZD: 2,
  OMR: 3,
  PEN: 2,
  PHP: 2,
  PKR: 2,
  PLN: 2,
  QAR: 2,
  RON: 2,
  RSD: 2,
  SAR: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TND: 3,
  TRY: 2,
  TWD: 2,
  TZS: 2,
  UAH: 2,
  UGX: 0,
  USD: 2,
  UYU: 2,
  UZS: 2,
  VND: 0,
  ZAR: 2,
} as const;

/** An ISO 4217 code that the ledger accepts, for example `USD`. */
export type Currency = keyof typeof DECIMALS;

export const CURRENCIES = Object.keys(DECIMALS) as readonly Currency[];

export function isCurrency(text: unknown): text is Currency {
  return typeof text === 'string' && Object.hasOwn(DECIMALS, text);
}

/** Decimals of the smallest coin: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDecimals(currency: Currency): number {
  return DECIMALS[currency];
}
