import type { RegisteredAccount, StoredSnapshot } from '#accounts';
import type { StoreCounts } from './counting-store.js';

/** The account that all gateways spend from. */
export const HOT_ACCOUNT = 'acc_01jd3n5v8eftsb6w2k7hot1';

/** Everything that a gateway of this bench is told when it starts. */
export interface GatewayOrders {
  readonly url: string;
  readonly life: string;
  readonly registered: RegisteredAccount;
  /** False: every request goes onto the account's own stream, under optimistic concurrency. */
  readonly withLeases: boolean;
  /** Requests that it has open at a time. */
  readonly clients: number;
  /** Each client stops at this time or at the first refusal for want of funds, whichever comes first. */
  readonly seconds: number;
}

export type ToGateway = { readonly snapshot: StoredSnapshot } | { readonly go: 'spend' | 'close' };

/** `ready`: warmed up, nothing of the hot balance touched. `closed`: its leases are given back. */
export type FromGateway = { readonly is: 'ready' | 'closed' } | { readonly spent: GatewayResult };

export interface GatewayResult {
  /** Held and metered. */
  readonly requests: number;
  /** Of these, those of which an event went onto the account's own stream. */
  readonly onAccount: number;
  /** Requests that were not answered as they should, by the code of the refusal or fault. */
  readonly failed: Readonly<Record<string, number>>;
  /** Refused at the end because nothing is left. */
  readonly refused: number;
  readonly elapsedMs: number;
  readonly cpuMs: number;
  readonly chargedNanos: bigint;
  readonly holdsMs: Float64Array;
  readonly counts: StoreCounts;
}
