import type { FinishReason } from '../answer/answer.js';

/** `status` and `incomplete_details` of a response. */
export function statusOf(finish: FinishReason): {
  readonly status: string;
  readonly incomplete_details: { readonly reason: string } | null;
} {
  if (finish === 'length') return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
  if (finish === 'content_filter') return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
  return { status: 'completed', incomplete_details: null };
}
