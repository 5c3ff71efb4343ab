import type { WireRefusal } from '../common/refusal.js';
import type { TranslatedRequest, TranslationTarget } from '../translation/translation.js';

export const TARGET: TranslationTarget = { model: 'up', outputLimit: 100, takesSampling: true, takesReasoning: true };

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
