import { CHART, EntryBuilder, type Entry } from '#ledger';
import type { Money } from '#money';

/** Money that the payment provider holds for us, and nobody's yet: 1100 to 2030. */
export function unmatchedEntry({ currency, nanos }: Money): Entry {
  return new EntryBuilder(currency).debit(CHART.processorClearing, nanos).credit(CHART.unallocatedReceipts, nanos).build();
}

/**
 * Takes back what was booked as nobody's, so that PaymentReceived can post as it always does. Where it is credited in another currency
 * the provider still holds what came in: each currency goes over 1910 by itself.
 */
export function assignedEntry(received: Money, credited: Money): Entry {
  const entry = new EntryBuilder(received.currency).debit(CHART.unallocatedReceipts, received.nanos);
  if (received.currency === credited.currency) return entry.credit(CHART.processorClearing, received.nanos).build();
  entry.credit(CHART.currencyExchange, received.nanos);
  entry.debit(CHART.currencyExchange, credited.nanos, credited.currency);
  return entry.credit(CHART.processorClearing, credited.nanos, credited.currency).build();
}
