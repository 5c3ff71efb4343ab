import type { RecordedEvent } from '#event-store';
import { routeNamed, type Account, type AccountEvent } from '#ledger';
import type { AuditedAccount } from './audited-account.js';
import { checkAdjusted, checkExpired, checkGrant, checkPayment } from './credit.checks.js';
import { checkLeased, checkRecalled, checkSettled } from './lease.checks.js';
import { checkCarried, checkClosed, checkListed } from './period.checks.js';
import { checkMetered, checkReleased, checkRouted } from './request.checks.js';

/** Which stream, in which state, at which time: what holds for every type alike. */
export function checkPlace({ stream, revision }: RecordedEvent, event: AccountEvent, audited: AuditedAccount): string | undefined {
  const { state } = audited;
  if (event.type === 'AccountOpened') return audited.stream === '' ? undefined : 'opens an account that is open already';
  if (event.type === 'PeriodOpened') {
    return audited.stream === '' && revision === 0n ? 'opens a period of an account that was never opened' : undefined;
  }
  if (!state) return audited.stream === '' && revision === 0n ? 'is the first of an account that was never opened' : undefined;
  if (stream !== audited.stream) return `does not stand in the stream that is open, ${audited.stream}`;
  const closes = event.type === 'ClaimsListed' || event.type === 'PeriodClosed';
  const wanted = event.type === 'PeriodCarried' ? 'carrying' : closes && state.status === 'closing' ? 'closing' : 'open';
  if (state.status !== wanted) return `stands in a period that is ${state.status}`;
  if (event.at < state.at) return `takes effect at ${event.at}, before the event that it follows`;
  return closes || event.at < audited.periodEnd ? undefined : `takes effect at ${event.at}, behind the end of its period`;
}

/** What holds for each type, asked before the event is folded. */
export function checkEvent(
  { type, data, metadata: { version } }: RecordedEvent,
  event: AccountEvent,
  audited: AuditedAccount,
  account: Account,
): string | undefined {
  switch (event.type) {
    case 'AccountOpened':
    case 'PeriodOpened':
      return undefined; // checkOpened, where the account is as the period before left it
    case 'PeriodCarried':
      return checkCarried(event, audited);
    case 'RouteQuoted': // checked by itself
      return undefined;
    case 'RequestRouted':
      return checkRouted(event.data, account);
    case 'TokensMetered':
      return checkMetered(event.data, account, version, routeNamed(type, data));
    case 'RequestFailed':
    case 'RequestAbandoned':
      return checkReleased(event.data, account);
    case 'PaymentReceived':
      return checkPayment(event.data, account);
    case 'CreditGranted':
      return checkGrant(event.data, account);
    case 'CreditExpired':
      return checkExpired(event.data, event.at, account);
    case 'BalanceAdjusted':
      return checkAdjusted(event.data, account);
    case 'FundsLeased':
      return checkLeased(event, account);
    case 'FundsRecalled':
      return checkRecalled(event.data, account);
    case 'LeaseSettled':
      return checkSettled(event.data, account, audited);
    case 'LeaseOpened':
    case 'LeaseSealed':
      return 'belongs into the stream of a lease';
    case 'ClaimsListed':
      return checkListed(event, account);
    case 'PeriodClosed':
      return checkClosed(event, account);
    // no default: a new event must break the build
  }
}
