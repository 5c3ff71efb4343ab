export {
  ACCOUNT_EVENT_TYPES,
  UnreadableEventError,
  isAccountEventType,
  readAccountEvent,
  type StoredAccountEvent,
} from './account.codec.js';
export type {
  AbandonRequest,
  AccountCommand,
  AdjustBalance,
  Claim,
  ExpireCredits,
  FailRequest,
  GrantCredit,
  HoldFunds,
  LeaseFunds,
  MeterTokens,
  OpenAccount,
  RecallFunds,
  ReceivePayment,
  SealLease,
  SettleLease,
} from './account/account.commands.js';
export { decide } from './account.decider.js';
export {
  ACCOUNT_EVENT_VERSION,
  type AccountEvent,
  type AccountEventData,
  type AccountEventOf,
  type AccountEventType,
  type AttemptRecord,
  type HoldRecord,
  type LeaseTerms,
  type LotKind,
  type LotRecord,
  type Outcome,
  type PlannedAttempt,
  type RoutedRequest,
  type SealReason,
  type UsageRecord,
} from './account/account.events.js';
export { SNAPSHOT_VERSION, freezeAccount, thawAccount, type AccountSnapshot } from './account.snapshot.js';
export { evolve } from './account.evolve.js';
export type { Account, Hold, Lot, OutstandingLease } from './account/account.state.js';
export { CHART, CUSTOMER_CODES } from './account/chart.js';
export {
  closePeriod,
  closingEvent,
  closingTime,
  expiriesBeforeClosing,
  mustClose,
  openPeriod,
  unlistedClaims,
  type ClosedStream,
} from './closing.js';
export { type Decision, type Refusal, type RefusalCode } from './account/decision.js';
export { imbalance, posted, type Entry, type Posting } from './account/entry.js';
export { nextExpiry, spendable } from './account/lots.js';
export {
  isInstant,
  isPeriod,
  isTimeZone,
  lastBefore,
  lastInstant,
  later,
  nextPeriod,
  periodEnd,
  periodOf,
  previousPeriod,
} from './account/period.js';
export { LEASE_FLOOR, isLeasable, openLease } from './leases/leases.decider.js';
export { wantedAmount } from './requests/requests.decider.js';
export { rerate } from './requests/rerate.js';
export { settlementOf, type SealedStream } from './leases/settlement.js';
export { accountStream, leaseStream, placeOf, type AccountPlace } from './account/streams.js';
export { tokensOf } from './requests/usage-record.js';
