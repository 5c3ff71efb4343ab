export {
  UnfollowedRouteError,
  UnquotedRouteError,
  isAccountEventType,
  readAccountEvent,
  readAccountEventLazily,
  versionOf,
} from './account.codec.js';
export type { AccountCommand, AdjustBalance, FailRequest, HoldFunds, MeterTokens, SettleLease } from './account/account.commands.js';
export { decide } from './account.decider.js';
export type {
  AccountEvent,
  AccountEventData,
  AccountEventOf,
  AccountEventType,
  AttemptRecord,
  Finish,
  HoldRecord,
  LeaseTerms,
  LimitBy,
  LotAmount,
  LotRecord,
  Outcome,
  PlannedAttempt,
  SealReason,
  UsageRecord,
} from './account/account.events.js';
export { SNAPSHOT_VERSION, freezeAccount, thawAccount, type AccountSnapshot } from './account.snapshot.js';
export { evolve } from './account.evolve.js';
export type { Account, Hold, OutstandingLease } from './account/account.state.js';
export { CHART, CUSTOMER_CODES } from './account/chart.js';
export { closePeriod, closingEvent, closingTime, expiriesBeforeClosing, mustClose, openPeriod, unlistedClaims } from './closing.js';
export { type Refusal } from './account/decision.js';
export { EntryBuilder, type Entry } from './account/entry.js';
export { spendable } from './account/lots.js';
export {
  dayOf,
  dayStart,
  hourOf,
  instantMs,
  isPeriod,
  lastInstant,
  later,
  nextPeriod,
  periodEnd,
  periodOf,
  periodStart,
  previousPeriod,
} from './account/period.js';
export { LEASE_FLOOR, isLeasable, openLease } from './leases/leases.decider.js';
export { grantWithin, leastHold, wantedAmount } from './requests/requests.decider.js';
export { plainStep, takePlainStep } from './requests/plain-requests.js';
export { rerate } from './requests/rerate.js';
export { file, routeNamed, type FiledEvent } from './routes/compact.js';
export { plainText } from './routes/plain-text.js';
export { byName, deadlineBy, type RouteQuote } from './account/route-quote.js';
export { MAX_QUOTES, QuotedRoutes } from './account/quoted-routes.js';
export { settlementOf } from './leases/settlement.js';
export { accountStream, leaseStream, placeOf } from './account/streams.js';
export { tokensOf } from './requests/usage-record.js';
