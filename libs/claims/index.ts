export { ClaimEffects } from './claim-effect.js';
export { ClaimLog, type ClaimOrigin } from './claim-log.js';
export type { ClaimEventData, ClaimEventType, EffectRecord, RecordedAnswer, UnmatchedReason } from './claim.events.js';
export {
  CommandClaims,
  commandStream,
  type CommandClaim,
  type CommandOutcome,
  type EffectAnswers,
  type Ids,
  type Performed,
} from './command.claims.js';
export { PaymentClaims, type AssignOutcome, type Assigning, type PaymentFacts, type PaymentOutcome } from './payment.claims.js';
export { type UnmatchedReport } from './unmatched-payment.js';
export { unmatchedEntry } from './receipt-entries.js';
