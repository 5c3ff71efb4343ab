/** Another name for one model or several. The lowest priority is tried first; targets of one priority share by weight. */
export type AliasTarget = { readonly model: string; readonly priority: number; readonly weight: number };

/** Version 1 of each. Stream `alias-{alias}`. */
export type AliasEvent =
  | { readonly type: 'AliasPointed'; readonly data: { readonly alias: string; readonly targets: readonly AliasTarget[] } }
  /** Also where none was: then nobody who was about to point it does. */
  | { readonly type: 'AliasRemoved'; readonly data: { readonly alias: string } };
