import type { RebuildAside } from '#projecting';
import type { MasterKey, VaultReader } from '#vault';

/** What stands beside the log, to be held against it. */
export class ComparableStores {
  constructor(
    readonly vault: Pick<VaultReader, 'wrappedKeys'>,
    readonly master: Pick<MasterKey, 'name'>,
    /** What is restored where the vault lacks somebody. */
    readonly vaultPlace: string,
    /** Undefined where it would write into a store that others share. */
    readonly rebuild: RebuildAside | undefined,
  ) {}
}
