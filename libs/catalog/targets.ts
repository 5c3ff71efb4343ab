import { refuse, type Refusal } from '#streams';

/** Bounds of a plan: how many ways there may be, and how they are ordered. */
export const MAX_TARGETS = 20;
export const MAX_PRIORITY = 1_000;
export const MAX_WEIGHT = 1_000_000;

/** The lowest priority is tried first; targets of one priority share by weight. */
export interface TargetOrder {
  readonly priority?: number;
  readonly weight?: number;
}

export const DEFAULT_PRIORITY = 0;
export const DEFAULT_WEIGHT = 1;

/** As a plan would try them were all weights decided by size: the lowest priority first, then the heaviest, then as they stand. */
export function inOrderOfTrial<Target extends Required<TargetOrder>>(targets: readonly Target[]): readonly Target[] {
  return [...targets].sort((a, b) => a.priority - b.priority || b.weight - a.weight);
}

export type TargetRefusal = 'TARGETS_INVALID' | 'PRIORITY_INVALID' | 'WEIGHT_INVALID' | 'TARGET_REPEATED';

/** What models and aliases ask of their targets alike; `identify` tells when two are the same way. */
export function checkTargets<Target extends TargetOrder>(
  targets: readonly Target[],
  identify: (target: Target) => string,
): Refusal<TargetRefusal> | undefined {
  if (targets.length === 0 || targets.length > MAX_TARGETS)
    return problem('TARGETS_INVALID', `There must be 1 to ${MAX_TARGETS} targets`, 'targets');
  const seen = new Set<string>();
  for (const [index, target] of targets.entries()) {
    const { priority = DEFAULT_PRIORITY, weight = DEFAULT_WEIGHT } = target;
    const field = `targets[${index}]`;
    if (!isWhole(priority, 0, MAX_PRIORITY))
      return problem('PRIORITY_INVALID', `A whole number from 0 to ${MAX_PRIORITY}`, `${field}.priority`);
    if (!isWhole(weight, 1, MAX_WEIGHT)) return problem('WEIGHT_INVALID', `A whole number from 1 to ${MAX_WEIGHT}`, `${field}.weight`);
    const identity = identify(target);
    if (seen.has(identity)) return problem('TARGET_REPEATED', 'The same target stands here twice', field);
    seen.add(identity);
  }
  return undefined;
}

export function isWhole(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}

const problem = (code: TargetRefusal, message: string, field: string): Refusal<TargetRefusal> => refuse(code, message, field).refusal;
