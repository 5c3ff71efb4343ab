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
  MeterTokens,
  OpenAccount,
  ReceivePayment,
} from './account.commands.js';
export { decide } from './account.decider.js';
export {
  ACCOUNT_EVENT_VERSION,
  type AccountEvent,
  type AccountEventData,
  type AccountEventOf,
  type AccountEventType,
  type AttemptRecord,
  type HoldRecord,
  type LotKind,
  type LotRecord,
  type Outcome,
  type PlannedAttempt,
  type RoutedRequest,
  type UsageRecord,
} from './account.events.js';
export {
  SNAPSHOT_VERSION,
  evolve,
  freezeAccount,
  thawAccount,
  type Account,
  type AccountSnapshot,
  type Hold,
  type Lot,
} from './account.state.js';
export { CHART, CUSTOMER_CODES } from './chart.js';
export { closePeriod, expiriesBeforeClosing, mustClose, openPeriod, type ClosedStream } from './closing.js';
export { type Decision, type Refusal, type RefusalCode } from './decision.js';
export { imbalance, posted, type Entry, type Posting } from './entry.js';
export { nextExpiry, spendable } from './lots.js';
export { isInstant, isPeriod, isTimeZone, later, nextPeriod, periodEnd, periodOf, previousPeriod } from './period.js';
export { rerate } from './rerate.js';
export { accountStream, placeOf } from './streams.js';
