export { ClaimEffects, type Posted } from './claim-effect.js';
export { ClaimLog, type ClaimOrigin } from './claim-log.js';
export type { ClaimEventData, ClaimEventType, ClaimTarget, EffectRecord, RecordedAnswer } from './claim.events.js';
export {
  CommandClaims,
  commandStream,
  type Answer,
  type CommandClaim,
  type CommandOutcome,
  type EffectAnswers,
  type EffectOutcome,
  type Ids,
  type Performed,
} from './command.claims.js';
export { PaymentClaims, lotId, paymentStream, type PaymentFacts, type PaymentOutcome } from './payment.claims.js';
