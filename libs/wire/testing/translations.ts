import type { WireRefusal } from '../common/refusal.js';
import { USUAL_TRAITS, type TargetTraits } from '../fitting/target-traits.js';
import type { ReadRequest } from '../common/wire-request.js';
import { writeUpstreamBody, type UpstreamChoice } from '../fitting/upstream-body.js';
import type { TranslatedRequest, TranslationTarget } from '../translation/translation.js';

const OPENAIS: TargetTraits = { ...USUAL_TRAITS, limitField: 'max_completion_tokens' };
export const TARGET: TranslationTarget = { model: 'up', outputLimit: 100, traits: OPENAIS };
export const WITHOUT_SAMPLING = { traits: { ...OPENAIS, refusedFields: ['temperature'] } };
export const WITHOUT_REASONING = { traits: { ...OPENAIS, reasoning: 'none' } } as const;

type Translate = (body: Record<string, unknown>, target: TranslationTarget) => TranslatedRequest | WireRefusal;

/** The translated body and what was dropped; throws on a refusal. */
export function translated(translate: Translate, body: object, target: Partial<TranslationTarget> = {}): TranslatedRequest {
  const result = translate(body as Record<string, unknown>, { ...TARGET, ...target });
  if (result.kind === 'refusal') throw new Error(result.message);
  return result;
}

/** The field that a refusal names. */
export function refusedField(translate: Translate, body: object, target: Partial<TranslationTarget> = {}): string | null | undefined {
  const result = translate(body as Record<string, unknown>, { ...TARGET, ...target });
  return result.kind === 'refusal' ? result.param : undefined;
}

/** A body that goes on by its own route, as text. */
export function upstreamText(request: ReadRequest, choice: Omit<UpstreamChoice, 'traits'>, traits: Partial<TargetTraits> = {}): string {
  const written = writeUpstreamBody(request, { ...choice, traits: { ...USUAL_TRAITS, ...traits } });
  if (written.kind === 'refusal') throw new Error(written.message);
  return written.bytes.toString();
}
