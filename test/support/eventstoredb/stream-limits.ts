const DELETED = 0x7fff_ffff_ffff_ffffn;

interface Limits {
  readonly truncateBefore: bigint;
  readonly maxCount: bigint | undefined;
}

/** What the metadata of streams says: how far they are cut off in front, and which of them are gone. */
export class StreamLimits {
  readonly #limits = new Map<string, Limits>();
  readonly #tombstones = new Set<string>();

  /** An event of the stream's metadata stream. */
  told(stream: string, data: Uint8Array | undefined): void {
    const text = Buffer.from(data ?? []).toString('utf8');
    const truncateBefore = /"\$tb":(\d+)/.exec(text)?.[1];
    const maxCount = /"\$maxCount":(\d+)/.exec(text)?.[1];
    this.#limits.set(stream, {
      truncateBefore: BigInt(truncateBefore ?? 0),
      maxCount: maxCount === undefined ? undefined : BigInt(maxCount),
    });
  }

  tombstone(stream: string): void {
    this.#tombstones.add(stream);
  }

  tombstoned(stream: string): boolean {
    return this.#tombstones.has(stream);
  }

  softDeleted(stream: string): boolean {
    return this.#limits.get(stream)?.truncateBefore === DELETED;
  }

  /** A soft-deleted stream that is written to again goes on with its numbers. */
  revive(stream: string, from: bigint): void {
    this.#limits.set(stream, { truncateBefore: from, maxCount: undefined });
  }

  /** Index of the first event that a read shows. */
  firstRevision(stream: string, count: number): number {
    const { truncateBefore = 0n, maxCount } = this.#limits.get(stream) ?? {};
    const kept = maxCount === undefined ? 0 : Math.max(0, count - Number(maxCount));
    return Math.max(kept, Number(truncateBefore < BigInt(count) ? truncateBefore : BigInt(count)));
  }
}

/** The data of the metadata event by which a stream is soft-deleted. */
export const SOFT_DELETED = `{"$tb":${DELETED}}`;
