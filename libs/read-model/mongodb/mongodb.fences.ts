import type { Collection, Db } from 'mongodb';
import type { Fence } from '../read-model.port.js';

/** The collection in which the highest token of each name stands, by `_id`; whoever gives tokens out keeps more in its documents. */
export const FENCES = 'leases';

export function fencesIn(db: Db): Collection<Pick<Fence, 'token'> & { readonly _id: string }> {
  return db.collection(FENCES);
}
