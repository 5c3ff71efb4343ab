import type { EntityAccepted } from '#directory';
import { refusedBy } from './entity-refusals.js';
import type { Done, NotDone } from './outcome.js';

type Refusal = Parameters<typeof refusedBy>[0];

/** Of a command whose answer is that it was done, and nothing more. */
export const nothingToShow = ({ position }: { readonly position: Done['position'] }): Done => ({ document: {}, position });

/** What a command on an entity has done, once it is written; its refusal as the edge knows it. */
export async function whenWritten<State>(
  written: EntityAccepted<State> | { readonly refusal: Refusal; readonly state?: never },
  done: (accepted: EntityAccepted<State>) => Done | Promise<Done>,
): Promise<Done | NotDone> {
  return written.refusal ? { refused: refusedBy(written.refusal) } : done(written);
}
