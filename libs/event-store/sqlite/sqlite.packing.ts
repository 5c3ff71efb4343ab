import type { BatchMessage, BatchOutcomes, PackedBatch, PackedOutcomes, Written } from './sqlite.protocol.js';

/** What an append says of itself, in the order in which it is packed. */
export interface PackedAppend {
  readonly stream: string;
  readonly expected: number;
  readonly behind: string | undefined;
  readonly count: number;
  readonly payload: string;
  readonly hash: string;
}

const VALUES_PER_APPEND = 6;

/** What the writer is given of them; `slot`: where their claims begin. */
export function packBatch(appends: readonly PackedAppend[], slot: number): PackedBatch {
  const packed: (string | number | undefined)[] = [slot];
  for (const { stream, expected, behind, count, payload, hash } of appends) packed.push(stream, expected, behind, count, payload, hash);
  return packed;
}

export function unpackBatch(packed: PackedBatch): BatchMessage {
  const batch = {
    slot: packed[0] as number,
    streams: [] as string[],
    expected: [] as number[],
    behind: [] as (string | undefined)[],
    counts: [] as number[],
    payloads: [] as string[],
    hashes: [] as string[],
  };
  for (let at = 1; at < packed.length; at += VALUES_PER_APPEND) {
    batch.streams.push(packed[at] as string);
    batch.expected.push(packed[at + 1] as number);
    batch.behind.push(packed[at + 2] as string | undefined);
    batch.counts.push(packed[at + 3] as number);
    batch.payloads.push(packed[at + 4] as string);
    batch.hashes.push(packed[at + 5] as string);
  }
  return batch;
}

/** How many batches were written together, where the log ends, and their outcomes. */
export const packOutcomes = (batches: number, { outcomes, head }: Extract<Written, { readonly head: number }>): PackedOutcomes => [
  batches,
  head,
  ...outcomes,
];

export const unpackOutcomes = ([batches = 0, head = 0, ...outcomes]: PackedOutcomes): {
  readonly batches: number;
  readonly head: number;
  readonly outcomes: BatchOutcomes;
} => ({ batches, head, outcomes: Float64Array.from(outcomes) });
