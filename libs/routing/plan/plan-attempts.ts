/** How many providers one request may try, the first included. SDKs retry twice themselves: more here would multiply load. */
export const MAX_ATTEMPTS = 3;

export interface RouteTarget {
  /** Lower is tried first, as in RFC 2782 (DNS SRV); 0 unless set. */
  readonly priority?: number | undefined;
  /** Share of the first attempts among targets of one priority; 1 unless set. With 0 a target only takes over when all others of its priority failed. */
  readonly weight?: number | undefined;
}

/**
 * The targets in the order in which they are tried: by priority, and within one by weight, at random. At most `MAX_ATTEMPTS`, each target once.
 * `random` is one number in [0, 1), given from outside so that the plan can be repeated; each choice uses it up and passes on what is left of it.
 */
export function planAttempts<T extends RouteTarget>(targets: readonly T[], random: number): T[] {
  if (targets.length === 1) return [targets[0]!];
  const left = [...targets].sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  const plan: T[] = [];
  let chance = random;
  while (left.length > 0 && plan.length < MAX_ATTEMPTS) {
    const priority = left[0]!.priority ?? 0;
    const size = left.findIndex((target) => (target.priority ?? 0) !== priority);
    const choice = choose(left, size < 0 ? left.length : size, chance);
    chance = choice.chance;
    plan.push(...left.splice(choice.index, 1));
  }
  return plan;
}

/** Chooses among the first `size` targets; the rest of the random number within the chosen share is itself evenly spread. */
function choose(targets: readonly RouteTarget[], size: number, chance: number): { index: number; chance: number } {
  let total = 0;
  for (let index = 0; index < size; index += 1) total += targets[index]!.weight ?? 1;
  if (total === 0) return { index: 0, chance };
  let at = chance * total;
  for (let index = 0; index < size; index += 1) {
    const weight = targets[index]!.weight ?? 1;
    if (at < weight) return { index, chance: at / weight };
    at -= weight;
  }
  return { index: size - 1, chance: 0 };
}
