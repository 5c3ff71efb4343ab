import type { Directory } from '#directory';
import type { EffectAnswers } from '#claims';
import type { Refusal } from '#ledger';
import { formatAmount } from '#money';
import type { ErrorCode } from '../http/errors/error-catalogue.js';
import type { Refused } from '../http/errors/refused.js';
import { recordedRefusal } from './recorded-answer.js';

/** What an account's refusal of such a command is over HTTP, and the field that it is about. */
const REFUSALS: { readonly [code in Refusal['code']]?: readonly [error: ErrorCode, field: string] } = {
  ALREADY_REVERSED: ['CONFLICT', 'reverses'],
  CURRENCY_MISMATCH: ['CURRENCY_MISMATCH', 'amount'],
  EXPIRY_IN_THE_PAST: ['INVALID_REQUEST', 'expires_at'],
  INSUFFICIENT_FUNDS: ['CONFLICT', 'amount'],
  REVERSAL_MISMATCH: ['CONFLICT', 'reverses'],
};

/** How credits and corrections are answered, by whoever finishes them: the request, a retry of it, or the caretaker. */
export function accountAnswers(directory: Directory): EffectAnswers {
  return ({ account, effect }, ids, outcome) => {
    if ('refusal' in outcome) return recordedRefusal(refusedBy(outcome.refusal));
    const { type: _type, currency, amount, ...facts } = effect;
    const document = {
      id: ids['id'],
      customer_id: directory.customerOfAccount(account)?.customer ?? null,
      amount,
      currency,
      balance: formatAmount(outcome.posted.available),
      ...named(facts),
    };
    return { status: 201, body: JSON.stringify(document) };
  };
}

/** The effect's own name for the id is the same id again. */
function named(facts: Readonly<Record<string, unknown>>): object {
  const { lot: _lot, adjustment: _adjustment, ...rest } = facts;
  return rest;
}

function refusedBy({ code, message }: Refusal): Refused {
  const refusal = REFUSALS[code];
  if (refusal === undefined) throw new TypeError(`An account refused what it cannot refuse: ${code}, ${message}`);
  const [error, field] = refusal;
  return { code: error, message: `${field}: ${message}`, field };
}
