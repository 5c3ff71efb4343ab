import type { AccountEvent } from './account/account.events.js';
import type { Account } from './account/account.state.js';
import { adjusted, creditExpired, creditGranted, paymentReceived } from './credits.state.js';
import { leaseOpened, leased, recalled, sealed, settled } from './leases/leases.state.js';
import { claimsListed, opened, periodCarried, periodClosed, periodOpened } from './periods.state.js';
import { metered, released, routed } from './requests/requests.state.js';

/**
 * Applies a fact. The state is changed in place and returned: copying thousands of open holds for each event would cost more
 * than everything else, so a caller that may have to go back keeps a snapshot (`freezeAccount`) or reads the stream again.
 */
export function evolve(state: Account | undefined, event: AccountEvent): Account {
  if (event.type === 'AccountOpened') return opened(event);
  if (event.type === 'PeriodOpened') return periodOpened(state, event);
  if (event.type === 'LeaseOpened') return leaseOpened(event);
  if (!state) throw new TypeError(`${event.type} cannot be the first event of an account`);
  apply(state, event);
  state.at = event.at > state.at ? event.at : state.at;
  state.counts.set(event.type, (state.counts.get(event.type) ?? 0) + 1);
  return state;
}

function apply(account: Account, event: Exclude<AccountEvent, { type: 'AccountOpened' | 'PeriodOpened' | 'LeaseOpened' }>): void {
  switch (event.type) {
    case 'PeriodCarried':
      return periodCarried(account, event);
    case 'RouteQuoted':
      return account.quotes.add(event.data);
    case 'RequestRouted':
      return routed(account, event);
    case 'TokensMetered':
      return metered(account, event);
    case 'RequestFailed':
    case 'RequestAbandoned':
      return released(account, event);
    case 'PaymentReceived':
      return paymentReceived(account, event);
    case 'CreditGranted':
      return creditGranted(account, event);
    case 'CreditExpired':
      return creditExpired(account, event);
    case 'BalanceAdjusted':
      return adjusted(account, event);
    case 'FundsLeased':
      return leased(account, event);
    case 'FundsRecalled':
      return recalled(account, event);
    case 'LeaseSettled':
      return settled(account, event);
    case 'LeaseSealed':
      return sealed(account, event);
    case 'ClaimsListed':
      return claimsListed(account, event);
    case 'PeriodClosed':
      return periodClosed(account, event);
    // no default: a new event must break the build
  }
}
