import type { RecordedEvent } from '#event-store';
import { evolve, periodEnd, placeOf, rerate, type AccountEvent } from '#ledger';
import { parseAmount } from '#money';
import { checkEvent, checkPlace } from './account.checks.js';
import { unseenAccount, type AuditedAccount } from './audited-account.js';
import { checkRule, checkUncollected } from './charge.checks.js';
import type { Journal } from './journal.js';
import { checkInLease, checkLeaseStream, foldLease } from './lease.checks.js';
import { checkOpened, expectedOpening } from './period.checks.js';
import { checkBalances, takeAsGiven } from './purse-balances.js';

/**
 * Folds every account by the ledger's own evolve and holds each event against what came before it. One state for each account:
 * that, and nothing of the log, is what the verifier keeps in memory.
 */
export class AccountBooks {
  readonly #accounts = new Map<string, AuditedAccount>();

  constructor(private readonly journal: Journal) {}

  get size(): number {
    return this.#accounts.size;
  }

  get openHolds(): number {
    let open = 0;
    for (const { state, leases } of this.#accounts.values()) {
      open += state?.holds.size ?? 0;
      for (const number of state?.leases.keys() ?? []) open += leases.get(number)?.state.holds.size ?? 0;
    }
    return open;
  }

  /** For every event of an account's stream whose bytes hold, after its entry was posted. */
  check(recorded: RecordedEvent, event: AccountEvent): string | undefined {
    const place = placeOf(recorded.stream);
    if (!place) return 'stands in a stream whose name says no account and period';
    let audited = this.#accounts.get(place.account);
    if (!audited) this.#accounts.set(place.account, (audited = unseenAccount(place.account)));
    if (place.lease !== undefined) return this.#checkInLease(recorded, event, audited, place.lease);
    let problem: string | undefined;
    try {
      problem =
        checkRule(event, recorded.metadata.version, audited) ??
        checkPlace(recorded, event, audited) ??
        this.#checkData(recorded, event, audited);
      this.#fold(recorded, event, audited);
      problem ??= this.#checkAfter(recorded, event, audited);
    } catch (cause) {
      audited.state = undefined;
      problem ??= `does not follow from the events before it: ${(cause as Error).message}`;
    }
    return problem;
  }

  /** An event of this stream cannot be trusted: what the account holds is unknown until its next period. */
  lose(stream: string): void {
    const place = placeOf(stream);
    if (!place) return;
    const audited = this.#accounts.get(place.account) ?? unseenAccount(place.account);
    this.#accounts.set(place.account, audited);
    audited.state = undefined;
    if (place.lease === undefined) audited.stream = stream;
  }

  /** While the account is unknown, so are its leases. */
  #checkInLease(recorded: RecordedEvent, event: AccountEvent, audited: AuditedAccount, lease: number): string | undefined {
    const { state } = audited;
    if (!state) return checkAlone(event);
    const misplaced = checkLeaseStream(recorded, state, lease);
    if (misplaced !== undefined) return misplaced;
    try {
      const problem = checkInLease(recorded, event, audited, state, lease);
      foldLease(recorded, event, audited, lease);
      return problem ?? checkBalances(audited, state, this.journal);
    } catch (cause) {
      audited.state = undefined;
      return `does not follow from the events before it: ${(cause as Error).message}`;
    }
  }

  #checkData(recorded: RecordedEvent, event: AccountEvent, audited: AuditedAccount): string | undefined {
    if (event.type === 'PeriodOpened') return checkOpened(event, recorded.stream, audited);
    if (event.type === 'AccountOpened')
      return event.data.account === audited.id ? undefined : 'opens another account than its stream names';
    return audited.state ? checkEvent(recorded, event, audited, audited.state) : checkAlone(event);
  }

  #fold({ stream, revision, metadata }: RecordedEvent, event: AccountEvent, audited: AuditedAccount): void {
    const { state } = audited;
    const begins = event.type === 'AccountOpened' || event.type === 'PeriodOpened';
    if (event.type === 'PeriodOpened') {
      audited.carried = state ? expectedOpening(audited).slice(1) : [];
      audited.periodEnd = periodEnd(event.data.period, event.data.time_zone);
      audited.leases.clear();
    } else if (event.type === 'PeriodCarried') audited.carried = audited.carried.slice(1);
    if (begins) audited.stream = stream;
    if (stream === audited.stream) Object.assign(audited, { revision, hash: metadata.hash });
    // A PeriodOpened that follows AccountOpened does not say all: without that one the account stays unknown.
    if (!state && (!begins || (event.type === 'PeriodOpened' && revision > 0n))) return;
    audited.state = evolve(state, event);
    if (!state && event.type === 'PeriodOpened') takeAsGiven(audited, audited.state, this.journal);
  }

  #checkAfter({ metadata }: RecordedEvent, event: AccountEvent, audited: AuditedAccount): string | undefined {
    const { state } = audited;
    if (!state || state.status === 'opening' || state.status === 'carrying') return undefined;
    return checkUncollected(event, state, metadata.version) ?? checkBalances(audited, state, this.journal);
  }
}

/** While the account is unknown: what a charge says of itself, with its quote. */
function checkAlone(event: AccountEvent): string | undefined {
  if (event.type !== 'TokensMetered') return undefined;
  const { charge, uncollected, rated } = event.data;
  return rerate(event.data) ?? (parseAmount(uncollected) < 0n ? `charges ${charge}, which is too high: ${rated} are rated` : undefined);
}
