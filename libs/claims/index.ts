export { ClaimEffects } from './claim-effect.js';
export { ClaimLog, type ClaimOrigin } from './claim-log.js';
export type { ClaimEventData, ClaimEventType, EffectRecord, RecordedAnswer } from './claim.events.js';
export {
  CommandClaims,
  commandStream,
  type CommandClaim,
  type CommandOutcome,
  type EffectAnswers,
  type Ids,
  type Performed,
} from './command.claims.js';
export { PaymentClaims, type PaymentFacts, type PaymentOutcome } from './payment.claims.js';
