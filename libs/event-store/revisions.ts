import { readBound } from './read-bounds.js';

/** Revisions that were asked for, each once. Throws RangeError for more than a read may ask for. */
export function ascending(revisions: readonly bigint[]): bigint[] {
  if (revisions.length > 0) readBound(revisions.length);
  return [...new Set(revisions)].sort((a, b) => (a < b ? -1 : 1));
}

/** From the first to the last of those that are close together, both included: what a store reads in one go. */
export function spansOf(revisions: readonly bigint[], { apart, most }: { readonly apart: bigint; readonly most: bigint }) {
  const spans: { readonly from: bigint; to: bigint }[] = [];
  for (const revision of ascending(revisions)) {
    const span = spans.at(-1);
    if (span && revision - span.to <= apart && revision - span.from < most) span.to = revision;
    else spans.push({ from: revision, to: revision });
  }
  return spans;
}
