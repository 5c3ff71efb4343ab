import { unmatchedEntry } from '#claims';
import { canonicalJson, type RecordedEvent } from '#event-store';
import type { Account, AccountEventData } from '#ledger';
import { Money, formatAmount, parseAmount, type Currency } from '#money';

export function checkPayment(data: AccountEventData['PaymentReceived'], account: Account): string | undefined {
  return checkNewLot(data.lot, data, account) ?? checkClaim(data.claim, account);
}

export function checkGrant(data: AccountEventData['CreditGranted'], account: Account): string | undefined {
  return checkNewLot(data.lot, data, account) ?? checkClaim(data.claim, account);
}

export function checkExpired(data: AccountEventData['CreditExpired'], at: string, account: Account): string | undefined {
  const lot = account.lots.find(({ id }) => id === data.lot);
  if (!lot) return `expires ${data.lot}, of which nothing is left`;
  if (lot.expiresAt === null || lot.expiresAt > at) return `expires ${data.lot} before its time`;
  if (lot.kind !== data.kind) return `expires ${data.lot} as ${data.kind}, which is ${lot.kind}`;
  const amount = parseAmount(data.amount);
  return amount > 0n && amount <= lot.left ? undefined : `expires ${data.amount} of ${data.lot}, which has ${formatAmount(lot.left)} left`;
}

export function checkAdjusted(data: AccountEventData['BalanceAdjusted'], account: Account): string | undefined {
  const amount = parseAmount(data.amount);
  if (data.currency !== account.currency) return `is in ${data.currency}: its account is kept in ${account.currency}`;
  if (account.adjustments.has(data.adjustment)) return `adjusts ${data.adjustment} a second time`;
  const taken = data.lots.reduce((sum, [, part]) => sum + parseAmount(part), 0n);
  if (taken !== (amount < 0n ? -amount : 0n)) return 'takes another amount from its lots than it adjusts';
  return checkReversal(data.reverses, amount, account) ?? checkClaim(data.claim, account);
}

function checkReversal(id: string | null, amount: bigint, account: Account): string | undefined {
  if (id === null) return undefined;
  const original = account.adjustments.get(id);
  if (!original || original.amount !== -amount) return `takes back ${id}, which was not ${formatAmount(-amount)}`;
  return original.reversed ? `takes back ${id} a second time` : undefined;
}

function checkNewLot(lot: string, { amount, currency }: { amount: string; currency: Currency }, account: Account): string | undefined {
  if (currency !== account.currency) return `is in ${currency}: its account is kept in ${account.currency}`;
  if (account.lots.some(({ id }) => id === lot)) return `credits ${lot} a second time`;
  return parseAmount(amount) > 0n ? undefined : 'credits nothing';
}

function checkClaim(claim: string | null, account: Account): string | undefined {
  return claim !== null && account.claims.has(claim) ? `posts ${claim} a second time` : undefined;
}

/** What is wrong with the entry of a payment that is nobody's: it follows from what was received, and from nothing else. */
export function checkReceipt({ type, data }: RecordedEvent): string | undefined {
  if (type !== 'PaymentUnmatched') return undefined;
  const received = data['received'] as { readonly amount: string; readonly currency: Currency } | null | undefined;
  const wanted = received ? unmatchedEntry(Money.recorded(received.currency, received.amount)) : null;
  const isSame = canonicalJson(data['entry'] ?? null) === canonicalJson(wanted);
  return isSame ? undefined : 'has another entry than what was received comes to';
}
