import type { AccountCommand, OpenAccount } from './account/account.commands.js';
import type { Account } from './account/account.state.js';
import { adjustBalance, grantCredit, receivePayment } from './credits.decider.js';
import { accept, refuse, type Decision } from './account/decision.js';
import { decideInLease, leaseFunds, recallFunds, settleLease } from './leases/leases.decider.js';
import { dueExpiries } from './account/lots.js';
import { later } from './account/period.js';
import { abandonRequest, failRequest, holdFunds, meterTokens } from './requests/requests.decider.js';

/**
 * Checks run in order of precedence: the first that fails names the refusal. Expiries that are due are decided first in any
 * accepted command; a refused one writes nothing. Closing a period is not a command but follows from time: see closing.ts.
 */
export function decide(command: AccountCommand, account: Account | undefined): Decision {
  if (command.type === 'OpenAccount') return openAccount(command, account);
  if (!account) return refuse('ACCOUNT_UNKNOWN', 'There is no such account');
  if (account.lease) return decideInLease(command, account, account.lease);
  if (account.status !== 'open') return refuse('PERIOD_NOT_OPEN', `Period ${account.period} of ${account.id} is ${account.status}`);
  const at = later(command.at, account.at);
  switch (command.type) {
    case 'HoldFunds':
      return holdFunds(command, account, at);
    case 'MeterTokens':
      return meterTokens(command, account, at);
    case 'FailRequest':
      return failRequest(command, account, at);
    case 'AbandonRequest':
      return abandonRequest(command, account, at);
    case 'ReceivePayment':
      return receivePayment(command, account, at);
    case 'GrantCredit':
      return grantCredit(command, account, at);
    case 'AdjustBalance':
      return adjustBalance(command, account, at);
    case 'ExpireCredits':
      return accept(...dueExpiries(account, at));
    case 'LeaseFunds':
      return leaseFunds(command, account, at);
    case 'RecallFunds':
      return recallFunds(command, account, at);
    case 'SettleLease':
      return settleLease(command, account, at);
    case 'SealLease':
      return refuse('LEASE_UNKNOWN', `${account.id} itself is no lease`);
    // no default: a new command must break the build
  }
}

/** AccountOpened is the first event of all; the first PeriodOpened repeats it and follows at once, in the same append. */
function openAccount({ at, account: id, customer, currency, timeZone }: OpenAccount, account: Account | undefined): Decision {
  if (account) return refuse('ACCOUNT_EXISTS', `${id} is open already`);
  return accept({ type: 'AccountOpened', at, data: { account: id, customer, currency, time_zone: timeZone } });
}
