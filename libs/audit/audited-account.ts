import type { Account, AccountEvent } from '#ledger';

/** An account as far as the verifier has folded it. */
export interface AuditedAccount {
  readonly id: string;
  /** Undefined behind an event that cannot be trusted, until the next period states everything anew. */
  state: Account | undefined;
  /** The stream that takes its events; the last event seen in it is what the next period has to name. */
  stream: string;
  revision: bigint;
  hash: string;
  /** First instant that is no longer in the period. */
  periodEnd: string;
  /** PeriodCarried events that must come next. */
  carried: readonly AccountEvent[];
  /** The newest version of TokensMetered in its streams, by whose rule a charge is checked: it never goes back. */
  chargeVersion: number;
  /** Leases of the period, by number. */
  readonly leases: Map<number, AuditedLease>;
  /** By how much each purse differs from its postings, as far as that has been told. */
  readonly unexplained: { [purse: string]: bigint };
}

/** A lease as far as its own stream has been folded. */
export interface AuditedLease {
  readonly stream: string;
  readonly state: Account;
  revision: bigint;
  hash: string;
  chargeVersion: number;
}

export function unseenAccount(id: string): AuditedAccount {
  return {
    id,
    state: undefined,
    stream: '',
    revision: -1n,
    hash: '',
    periodEnd: '',
    carried: [],
    chargeVersion: 0,
    leases: new Map(),
    unexplained: {},
  };
}
