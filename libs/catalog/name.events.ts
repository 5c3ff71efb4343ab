/** What a name that a request may use can stand for. */
export type NameHolder = 'model' | 'alias';

/**
 * Version 1 of each. Stream `name-{name}`: the claim of a name, written before what is to have it. The same holder may claim it anew: each
 * claim is told from the ones before it by its revision.
 */
export type NameEvent =
  | { readonly type: 'NameClaimed'; readonly data: { readonly name: string; readonly holder: NameHolder } }
  /** Its holder was removed, or was never made. */
  | { readonly type: 'NameReleased'; readonly data: { readonly name: string } };
