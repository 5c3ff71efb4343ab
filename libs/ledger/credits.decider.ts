import { formatAmount, type Money } from '#money';
import type { AdjustBalance, Claim, GrantCredit, ReceivePayment } from './account/account.commands.js';
import type { LotAmount } from './account/account.events.js';
import type { Account } from './account/account.state.js';
import { hasLot } from './account/lot.state.js';
import { CHART } from './account/chart.js';
import { accept, fundsLeased, refuse, type Decision } from './account/decision.js';
import { EntryBuilder } from './account/entry.js';
import { dueExpiries, spendableLots, sumOf, takeFrom } from './account/lots.js';
import { isInstant } from './account/period.js';

export function receivePayment(command: ReceivePayment, account: Account, at: string): Decision {
  if (account.claims.has(command.claim.id)) return accept(); // the same payment again
  const decided = checkClaim(command.claim, account) ?? checkLot(command.lot, account) ?? checkAmount(command.amount, account);
  if (decided) return decided;
  const { nanos, currency } = command.amount;
  return accept(...dueExpiries(account, at), {
    type: 'PaymentReceived',
    at,
    data: {
      payment: command.payment,
      payment_provider: command.paymentProvider,
      lot: command.lot,
      amount: command.amount.toString(),
      currency,
      order: command.order,
      claim: command.claim.id,
      entry: new EntryBuilder(currency)
        .debit(CHART.processorClearing, nanos)
        .credit(`${CHART.creditsAvailable}:${account.id}`, nanos)
        .build(),
    },
  });
}

export function grantCredit(command: GrantCredit, account: Account, at: string): Decision {
  if (command.claim !== null && account.claims.has(command.claim.id)) return accept();
  const decided =
    checkClaim(command.claim, account) ??
    checkLot(command.lot, account) ??
    checkAmount(command.amount, account) ??
    checkExpiry(command.expiresAt, at);
  if (decided) return decided;
  const { nanos, currency } = command.amount;
  const [source, target] = command.kind === 'promo' ? [CHART.promoContra, CHART.promoAvailable] : [CHART.goodwill, CHART.creditsAvailable];
  return accept(...dueExpiries(account, at), {
    type: 'CreditGranted',
    at,
    data: {
      lot: command.lot,
      kind: command.kind,
      amount: command.amount.toString(),
      currency,
      reason: command.reason,
      expires_at: command.expiresAt,
      claim: command.claim?.id ?? null,
      entry: new EntryBuilder(currency).debit(source, nanos).credit(`${target}:${account.id}`, nanos).build(),
    },
  });
}

export function adjustBalance(command: AdjustBalance, account: Account, at: string): Decision {
  if (command.claim !== null && account.claims.has(command.claim.id)) return accept();
  if (account.adjustments.has(command.adjustment)) return accept();
  const { nanos, currency } = command.amount;
  if (currency !== account.currency) return currencyMismatch(currency, account);
  if (nanos === 0n) return refuse('AMOUNT_NOT_POSITIVE', 'A correction of nothing is none');
  const decided =
    checkClaim(command.claim, account) ?? checkLot(command.adjustment, account) ?? checkReversal(command.reverses, nanos, account);
  if (decided) return decided;
  const taken = nanos < 0n ? takeFrom(spendableLots(account, at, 'paid'), -nanos) : [];
  if (nanos < 0n && sumOf(taken) < -nanos) {
    if (account.leases.size > 0) return fundsLeased(account);
    return refuse('INSUFFICIENT_FUNDS', `Only ${formatAmount(sumOf(taken))} ${currency} of paid credit can be taken back`);
  }
  return accept(...dueExpiries(account, at), {
    type: 'BalanceAdjusted',
    at,
    data: {
      adjustment: command.adjustment,
      amount: command.amount.toString(),
      currency,
      reason: command.reason,
      reverses: command.reverses,
      lots: taken.map(({ lot, nanos: part }): LotAmount => [lot.id, formatAmount(part)]),
      claim: command.claim?.id ?? null,
      entry: new EntryBuilder(currency).debit(CHART.goodwill, nanos).credit(`${CHART.creditsAvailable}:${account.id}`, nanos).build(),
    },
  });
}

function checkClaim(claim: Claim | null, account: Account): Decision | undefined {
  if (claim === null || claim.period === account.period) return undefined;
  return refuse('CLAIM_IN_OTHER_PERIOD', `${claim.id} names ${claim.period}, but ${account.period} is open`);
}

/** Two lots of one name would be spent as one: the same effect again, even where no claim tells so, changes nothing. */
const checkLot = (lot: string, account: Account): Decision | undefined => (hasLot(account, lot) ? accept() : undefined);

/** Instants are compared as text, so one in another form is a fault of the caller. */
function checkExpiry(expiresAt: string | null, at: string): Decision | undefined {
  if (expiresAt === null) return undefined;
  if (!isInstant(expiresAt)) throw new RangeError(`${expiresAt} is no UTC instant with milliseconds`);
  return expiresAt <= at ? refuse('EXPIRY_IN_THE_PAST', `${expiresAt} has passed`) : undefined;
}

function checkReversal(id: string | null, nanos: bigint, account: Account): Decision | undefined {
  if (id === null) return undefined;
  const original = account.adjustments.get(id);
  if (!original) return refuse('REVERSAL_MISMATCH', `${id} is not a correction of period ${account.period}`);
  if (original.reversed) return refuse('ALREADY_REVERSED', `${id} has been reversed`);
  if (original.amount !== -nanos) return refuse('REVERSAL_MISMATCH', `${id} was ${formatAmount(original.amount)}`);
  return undefined;
}

function checkAmount(amount: Money, account: Account): Decision | undefined {
  if (amount.currency !== account.currency) return currencyMismatch(amount.currency, account);
  if (!amount.isPositive) return refuse('AMOUNT_NOT_POSITIVE', 'The amount must be above zero');
  return undefined;
}

const currencyMismatch = (currency: string, account: Account): Decision =>
  refuse('CURRENCY_MISMATCH', `${account.id} is kept in ${account.currency}, not in ${currency}`);
