import { isGiven } from '../common/request-body.js';
import type { Edits, Unfitted } from './fitted.js';
import type { TargetTraits } from './target-traits.js';

/** Of Chat Completions. */
const LIMITS = ['max_completion_tokens', 'max_tokens', 'max_output_tokens'] as const;

/**
 * The limit always goes along, because it was held for, by the one name that the model takes; where nobody has told which, by the names that the client used. One that is
 * the client's own leaves its bytes as they are.
 */
export function limitEdits({ api, body, outputLimit }: Unfitted, { limitField }: TargetTraits, edits: Edits, dropped: string[]): void {
  if (api === 'embeddings' || api === 'count_tokens') return;
  const usual = api === 'chat' ? LIMITS : api === 'responses' ? (['max_output_tokens'] as const) : (['max_tokens'] as const);
  const used = usual.filter((field) => isGiven(body[field]));
  if (limitField === 'none') {
    for (const field of usual) if (field in body) edits[field] = undefined;
    if (used[0]) dropped.push(used[0]);
    return;
  }
  const names =
    api !== 'chat' ? usual : limitField !== undefined ? [limitField] : used.length > 0 ? used : (['max_completion_tokens'] as const);
  for (const field of usual) {
    if ((names as readonly string[]).includes(field)) {
      if (body[field] !== outputLimit) edits[field] = outputLimit;
    } else if (field in body) edits[field] = undefined;
  }
}
