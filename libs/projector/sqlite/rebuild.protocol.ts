import type { Rebuilt } from '#projecting';

export interface RebuildFiles {
  readonly eventsFile: string;
  readonly readModelsFile: string;
  /** Where none is yet. */
  readonly scratchFile: string;
}

export type FromRebuild =
  { readonly rebuilt: readonly Rebuilt[] } | { readonly fault: { readonly code: string; readonly message: string } };
