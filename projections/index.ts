import { auditLog } from './audit-log/audit-log.projection.js';
import { accounts } from './accounts/accounts.projection.js';
import { balances } from './balances/balances.projection.js';
import { claims } from './claims/claims.projection.js';
import { directory } from './directory/directory.projection.js';
import { keptIds } from './kept-ids/kept-ids.projection.js';
import { requestLogs } from './request-logs/request-logs.projection.js';
import { statements } from './statements/statements.projection.js';
import { trialBalance } from './trial-balance/trial-balance.projection.js';
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
] as const;

export { type AccountRow } from './accounts/accounts.projection.js';
export {
  accountSnapshots,
  accountsAsOf,
  accountsWithDueExpiry,
  accountsWithOpenHolds,
  accountsWithOpenWork,
  accountsWithUnclosedPeriod,
} from './accounts/accounts.query.js';
export { type AuditRow } from './audit-log/audit-log.projection.js';
export { readAuditLog, type AuditQuery } from './audit-log/audit-log.query.js';
export { type BalanceRow } from './balances/balances.projection.js';
export { readBalance } from './balances/balances.query.js';
export { type ClaimRow } from './claims/claims.projection.js';
export { contradictedPayments, openClaims } from './claims/claims.query.js';
export { readDirectory } from './directory/directory.query.js';
export { currentShape } from './current-shape.js';
export { keptAnswer, type KeptAnswer } from './kept-ids/kept-ids.projection.js';
export { answersKept } from './kept-ids/kept-ids.query.js';
export { type ChargeFormula, type EventPlace, type RequestRow, type RequestStatus } from './request-logs/request-logs.projection.js';
export { allRequestLogs, readReceipt, readRequestLogs, type RequestLogFilter } from './request-logs/request-logs.query.js';
export { type LineType } from './statements/statements.projection.js';
export {
  readStatement,
  statementPeriod,
  type Statement,
  type StatementAccount,
  type StatementLine,
} from './statements/statements.query.js';
export { readTrialBalance, type TrialBalance } from './trial-balance/trial-balance.query.js';
export { type UsageRow } from './usage/usage.projection.js';
export { readUsage, type UsageQuery } from './usage/usage.query.js';
