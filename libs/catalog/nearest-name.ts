/** Edits that a suggestion may be away: one for every three characters, two at least. */
const CHARACTERS_PER_EDIT = 3;
const MIN_EDITS = 2;
/** A name that differs in its vendor's part alone is meant more often than one that differs by an edit. */
const SAME_LAST_PART = 0.5;

/** The known name that was most likely meant: for a 404 that helps. Undefined when nothing is near. Ties go to the first. */
export function nearestName(asked: string, names: Iterable<string>): string | undefined {
  const wanted = asked.toLowerCase();
  let limit = Math.max(MIN_EDITS, Math.floor(asked.length / CHARACTERS_PER_EDIT)) + 0.1;
  let nearest: string | undefined;
  for (const name of names) {
    const known = name.toLowerCase();
    const distance = lastPart(known) === lastPart(wanted) ? SAME_LAST_PART : editDistance(wanted, known, limit);
    if (distance < limit) [nearest, limit] = [name, distance];
  }
  return nearest;
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** Levenshtein with swaps of neighbours (optimal string alignment); anything from `limit` on may be returned as it is reached. */
export function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const substitution = (last[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      let best = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, substitution);
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwap) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      current.push(best);
    }
    if (Math.min(...current) >= limit) return limit;
    [beforeLast, last] = [last, current];
  }
  return last[other.length] ?? 0;
}
