/** What becomes of models and aliases: they stay as rows, because their streams go on, and are gone for everybody else. */
export type Removable = { readonly removed_at?: string };

/** Undefined for what was never there or has been removed. */
export function standing<Entity extends Removable>(entity: Entity | undefined): Entity | undefined {
  return entity?.removed_at === undefined ? entity : undefined;
}

/**
 * `standing`: whatever is there. `unmade`: nothing is, and whoever was about to make it must decide anew, for this event stands
 * where theirs would.
 */
export type RemovalOf = 'standing' | 'unmade';
