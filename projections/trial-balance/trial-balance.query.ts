import type { Position } from '#event-store';
import { formatAmount, parseAmount } from '#money';
import { rowsOf, type RowReader } from '#read-model';
import { TRIAL_BALANCE_KEY, trialBalance, type TrialBalanceRow } from './trial-balance.projection.js';

export interface TrialBalance {
  readonly asOf: Position;
  readonly balanced: boolean;
  readonly currencies: readonly { readonly currency: string; readonly debit: string; readonly credit: string }[];
  readonly accounts: readonly { readonly account: string; readonly currency: string; readonly debit: string; readonly credit: string }[];
}

export async function readTrialBalance(models: RowReader): Promise<TrialBalance> {
  const { row, asOf } = await rowsOf(models, trialBalance).get(TRIAL_BALANCE_KEY);
  return { asOf, ...summed(row ?? { currencies: {} }) };
}

/** Totals of both sides for each currency: equal in each, or the books are broken. */
export function summed({ currencies }: TrialBalanceRow): Omit<TrialBalance, 'asOf'> {
  const totals = Object.entries(currencies).map(([currency, codes]) => {
    const side = (index: 0 | 1) => Object.values(codes).reduce((sum, amounts) => sum + parseAmount(amounts[index]), 0n);
    return { currency, debit: formatAmount(side(0)), credit: formatAmount(side(1)) };
  });
  const accounts = Object.entries(currencies).flatMap(([currency, codes]) =>
    Object.entries(codes).map(([account, [debit, credit]]) => ({ account, currency, debit, credit })),
  );
  return { balanced: totals.every(({ debit, credit }) => debit === credit), currencies: totals, accounts };
}
