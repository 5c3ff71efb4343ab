/** The chart of accounts (docs/ledger.md). Accounts of customers carry the account's id: `2000:acc_…`. */
export const CHART = {
  bank: '1000',
  processorClearing: '1100',
  disputesReceivable: '1150',
  currencyExchange: '1910',
  promoContra: '1990',
  creditsAvailable: '2000',
  creditsHeld: '2010',
  creditsLeased: '2015',
  creditsFrozen: '2020',
  unallocatedReceipts: '2030',
  promoAvailable: '2190',
  promoHeld: '2191',
  promoLeased: '2195',
  tax: '2200',
  providerPayable: '2300',
  usageRevenue: '4000',
  breakage: '4100',
  costOfTokens: '5000',
  promoCost: '5100',
  unbilledProviderCost: '5200',
  paymentFees: '6000',
  disputeFees: '6010',
  badDebt: '6020',
  goodwill: '6900',
} as const;

/** Where credits stand that can be spent, held or are leased out: one pair of codes for paid credit, one for promo. */
export type Purse = 'paid' | 'promo';

export const PURSES = {
  paid: { available: CHART.creditsAvailable, held: CHART.creditsHeld, leased: CHART.creditsLeased, spent: CHART.usageRevenue },
  promo: { available: CHART.promoAvailable, held: CHART.promoHeld, leased: CHART.promoLeased, spent: CHART.promoContra },
} as const satisfies Record<Purse, object>;

/** Where a purse's spendable credit stands: leased out, for those who spend from a lease. */
export const availableIn = ({ lease }: { readonly lease: object | null }, purse: Purse): string =>
  lease ? PURSES[purse].leased : PURSES[purse].available;

/** Codes whose balances make up what a statement shows: available + held + leased + frozen. */
export const CUSTOMER_CODES: readonly string[] = [
  CHART.creditsAvailable,
  CHART.creditsHeld,
  CHART.creditsLeased,
  CHART.creditsFrozen,
  CHART.promoAvailable,
  CHART.promoHeld,
  CHART.promoLeased,
];
