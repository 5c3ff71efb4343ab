/** 1 to 6; 0 is "others", hatched. */
export type Colour = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const ALL: readonly Colour[] = [1, 2, 3, 4, 5, 6];

/** A name keeps its colour for as long as it is shown anywhere on the page; a seventh has none and belongs to the others. */
export function assigned(before: ReadonlyMap<string, Colour>, names: readonly string[]): Map<string, Colour> {
  const kept = new Map<string, Colour>();
  for (const name of names) {
    const colour = before.get(name);
    if (colour) kept.set(name, colour);
  }
  const taken = new Set(kept.values());
  const free = ALL.filter((colour) => !taken.has(colour));
  for (const name of names) if (!kept.has(name)) kept.set(name, free.shift() ?? 0);
  return kept;
}
