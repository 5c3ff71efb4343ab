import { auditLog } from './audit-log/audit-log.projection.js';
import { accounts } from './accounts/accounts.projection.js';
import { balances } from './balances/balances.projection.js';
import { claims } from './claims/claims.projection.js';
import { directory } from './directory/directory.projection.js';
import { keptIds } from './kept-ids/kept-ids.projection.js';
import { requestLogs } from './request-logs/request-logs.projection.js';
import { statements } from './statements/statements.projection.js';
import { trialBalance } from './trial-balance/trial-balance.projection.js';
import { uncollected } from './uncollected/uncollected.projection.js';
import { unmatchedPayments } from './unmatched-payments/unmatched-payments.projection.js';
import { usage } from './usage/usage.projection.js';

/** Every projection there is: what the projector runs, and what `tokenok rebuild` rebuilds. */
export const PROJECTIONS = [
  balances,
  trialBalance,
  statements,
  usage,
  requestLogs,
  accounts,
  directory,
  auditLog,
  claims,
  keptIds,
  uncollected,
  unmatchedPayments,
] as const;

export { accountSnapshots } from './accounts/account-snapshots.js';
export { sessionUses, type SessionUses } from './session-uses/session-uses.js';
export {
  accountsAsOf,
  accountsWithDueExpiry,
  accountsWithOpenHolds,
  accountsWithOpenWork,
  accountsWithUnclosedPeriod,
} from './accounts/accounts.query.js';
export { accountNow, readAccountAsOf, type AccountAsOf } from './as-of/as-of.query.js';
export { readAuditLog } from './audit-log/audit-log.query.js';
export { readBalance } from './balances/balances.query.js';
export { contradictedPayments, openClaims } from './claims/claims.query.js';
export { readDirectory } from './directory/directory.query.js';
export { currentShape, foldedShape } from './current-shape.js';
export { keptAnswer } from './kept-ids/kept-ids.projection.js';
export { answersKept } from './kept-ids/kept-ids.query.js';
export { readKeyUse, type KeyUse } from './spending/key-use.query.js';
export { readModelAnswers, type ModelAnswers } from './spending/model-answers.query.js';
export { readOverview, type Overview } from './spending/overview.query.js';
export { type RequestRow, type RequestStatus } from './request-logs/request-row.js';
export { allRequestLogs, readReceipt, readRequestLogs, type LogSource } from './request-logs/request-logs.query.js';
export { readMovements, type Movements } from './statements/movements.query.js';
export { MAX_MONTHS, readStatementRange, type Moments, type StatementRange } from './statements/statement-range.query.js';
export { readTotals, type Totals } from './spending/totals.query.js';
export { readStatement, statementMonths, type Statement, type StatementMonths, type StatementLine } from './statements/statements.query.js';
export { readTrialBalance } from './trial-balance/trial-balance.query.js';
export { readUncollected } from './uncollected/uncollected.query.js';
export { type UnmatchedPaymentRow } from './unmatched-payments/unmatched-payments.projection.js';
export { findUnmatched, listUnmatched, unmatchedKeysOf, unmatchedWithKeys } from './unmatched-payments/unmatched-payments.query.js';
export { readUsage } from './usage/usage.query.js';
