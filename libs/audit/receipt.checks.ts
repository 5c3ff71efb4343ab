import { unmatchedEntry } from '#claims';
import { canonicalJson, type Json, type RecordedEvent } from '#event-store';
import { Money, type Currency } from '#money';

/** What is wrong with the entry of a payment that is nobody's: it follows from what was received, and from nothing else. */
export function checkReceipt({ type, data }: RecordedEvent): string | undefined {
  if (type !== 'PaymentUnmatched') return undefined;
  const received = data['received'] as { readonly amount: string; readonly currency: Currency } | null | undefined;
  const wanted = received ? unmatchedEntry(Money.recorded(received.currency, received.amount)) : null;
  const isSame = canonicalJson((data['entry'] ?? null) as Json) === canonicalJson(wanted as unknown as Json);
  return isSame ? undefined : 'has another entry than what was received comes to';
}
