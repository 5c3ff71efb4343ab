import { formatAmount } from '#money';
import type { SettleLease } from '../account/account.commands.js';
import type { HoldRecord } from '../account/account.events.js';
import type { Account } from '../account/account.state.js';

/** Characters of holds that one part carries: even at three bytes each it stays below half an append. */
const MAX_PART_TEXT = 120_000;

/** Where a lease's stream ended. */
export interface SealedStream {
  readonly stream: string;
  readonly revision: string;
  readonly hash: string;
}

/**
 * What comes back of a sealed lease, in the parts in which the account takes it. It follows from the lease's stream alone, so that any
 * gateway that settles it writes the same. Undefined while the lease is open, or fenced off with requests
 * that are still to be abandoned.
 */
export function settlementOf(lease: Account, sealed: SealedStream): SettleLease['part'][] | undefined {
  const terms = lease.lease;
  if (terms === null || terms.sealedBy === null) return undefined;
  if (terms.sealedBy !== terms.life && lease.holds.size > 0) return undefined;
  const parts = holdsInParts([...lease.holds.values()].map(({ record }) => record));
  return parts.map((holds, index) => {
    const last = index === parts.length - 1;
    return { lease: terms.lease, part: index + 1, last, sealed, holds, lots: last ? lotsOf(lease) : [] };
  });
}

/** Of each slice: what was spent, and what is neither spent nor held. */
function lotsOf({ lots }: Account): SettleLease['part']['lots'] {
  return lots.map(({ id, granted, left, held }) => [id, formatAmount(granted - left - held), formatAmount(left)] as const);
}

function holdsInParts(holds: readonly HoldRecord[]): HoldRecord[][] {
  const parts: HoldRecord[][] = [[]];
  let room = MAX_PART_TEXT;
  for (const hold of holds) {
    const size = JSON.stringify(hold).length;
    if (size > room) {
      parts.push([]);
      room = MAX_PART_TEXT;
    }
    room -= size;
    parts.at(-1)?.push(hold);
  }
  return parts;
}
