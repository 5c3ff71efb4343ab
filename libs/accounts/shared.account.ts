import { AmbiguousError, UnavailableError, type Position, type RecordedEvent } from '#event-store';
import type { Account, AccountCommand, AdjustBalance, HoldFunds, Refusal } from '#ledger';
import { readyBy } from '#streams';
import type { CommandOrigin, Executed } from './account.batch.js';
import { AccountBook, type EndLease } from './account.book.js';
import { AccountWriter } from './account.writer.js';
import { LeaseRecall } from './lease.recall.js';
import { OwnLeases } from './own.leases.js';
import type { SharedAccountOptions } from './peers.js';
import { RoutedRequests, type Routed } from './routed-requests.js';

type RequestEnd = Extract<AccountCommand, { type: 'MeterTokens' | 'FailRequest' | 'AbandonRequest' }>;

const MOST_ROUNDS = 12;

/**
 * An account that several gateways spend from. Requests go into a lease of this gateway, so that they meet nobody else; below the
 * floor of leases, and when this gateway is alone, onto the account's own stream. Everything else always goes there. What a lease does
 * not cover is asked of the account, and what the account has leased out is called back before anything is lowered or refused.
 */
export class SharedAccount {
  readonly #account: AccountWriter;
  readonly #requests = new RoutedRequests();
  readonly #leases: OwnLeases;
  readonly #recall: LeaseRecall;
  #lastPosition: Position = 0n;

  constructor(private readonly use: SharedAccountOptions) {
    const { store, now, peers } = use;
    const endLease: EndLease = (account, lease) => this.#leases.endForClosing(account, lease);
    const book = new AccountBook(use, endLease, () => peers.others());
    this.#account = new AccountWriter(book, store, now);
    this.#leases = new OwnLeases(use, this.#account, this.#requests);
    this.#recall = new LeaseRecall(use, this.#account, this.#leases);
  }

  get idle(): boolean {
    return this.#account.idle && this.#leases.size === 0 && this.#requests.size === 0;
  }

  get state(): Account | undefined {
    return this.#account.state;
  }

  get lastPosition(): Position {
    return this.#lastPosition;
  }

  ready(untilMs?: number): Promise<Account> {
    return this.#account.ready(untilMs);
  }

  /** `untilMs`: as at the account's writer. */
  async execute(command: AccountCommand, origin: CommandOrigin, untilMs = Infinity): Promise<Executed> {
    const executed = await this.#execute(command, origin, untilMs);
    if (!executed.refusal && executed.position > this.#lastPosition) this.#lastPosition = executed.position;
    return executed;
  }

  /** Aborted when the request's hold was taken back by another gateway: its answer must not be finished. */
  lost(request: string): AbortSignal | undefined {
    return this.#requests.find(request)?.lost.signal;
  }

  /** What others have written about this account: recalls, seals of our leases, requests of ours that were abandoned. */
  notice({ stream, type, data }: RecordedEvent): void {
    const { life } = this.use;
    const lease = this.#leases.find(stream);
    if (type === 'FundsRecalled' && data['by'] !== life) this.#leases.recalled();
    else if (type === 'LeaseSealed' && data['by'] !== life && lease) this.#leases.lose(lease);
    else if (type === 'RequestAbandoned') this.#requests.lose(data['request'] as string);
  }

  /** Leases that are over, idle or long end here, and so does what could not be ended before. */
  tick(): Promise<void> {
    return this.#leases.tick();
  }

  /** Gives everything back: before a gateway stops. */
  close(): Promise<void> {
    return this.#leases.endAll('returned');
  }

  /** Takes back the leases of gateways that are dead; their open holds are abandoned. Returns how many. */
  async reclaim(): Promise<number> {
    const state = await this.ready();
    const dead = [...state.leases.values()].filter(({ life }) => life !== this.use.life && this.use.peers.isDead(life));
    for (const lease of dead) await this.#leases.fence(state, lease, 'gateway_died');
    return dead.length;
  }

  #execute(command: AccountCommand, origin: CommandOrigin, untilMs: number): Promise<Executed> {
    switch (command.type) {
      case 'HoldFunds':
        return this.#hold(command, origin, untilMs);
      case 'MeterTokens':
      case 'FailRequest':
      case 'AbandonRequest':
        return this.#endRequest(command, origin, untilMs);
      case 'AdjustBalance':
        return this.#adjust(command, origin, untilMs);
      case 'OpenAccount':
      case 'ReceivePayment':
      case 'GrantCredit':
      case 'ExpireCredits':
      case 'LeaseFunds':
      case 'RecallFunds':
      case 'SealLease':
      case 'SettleLease':
        return this.#account.execute(command, origin, untilMs);
    }
  }

  /** An earlier try that is in doubt may have written its hold: so the same is asked where that one was, before anything else is. */
  async #hold(command: HoldFunds, origin: CommandOrigin, untilMs: number): Promise<Executed> {
    const { request } = command.request;
    let again = this.#requests.find(request);
    let isTooLarge = false;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const routed =
        again ?? this.#requests.add(request, isTooLarge ? undefined : await readyBy(untilMs, request, this.#leases.for(command)));
      const { lease } = routed;
      again = undefined;
      const executed = await this.#ask(routed, command, origin, untilMs).catch((fault: unknown) => this.#notHeld(request, fault));
      if (!executed.refusal) {
        lease?.serve();
        return executed;
      }
      this.#unroute(request);
      const isExhausted = executed.refusal.code === 'LEASE_EXHAUSTED';
      if (lease && isExhausted && this.#leases.outlives(lease, command)) isTooLarge = true;
      else if (lease && leavesLease(executed.refusal)) this.#leases.retire(lease);
      else if (!lease && executed.refusal.code === 'FUNDS_LEASED') await readyBy(untilMs, request, this.#recall.run());
      else return executed;
    }
    throw this.#contended();
  }

  async #endRequest(command: RequestEnd, origin: CommandOrigin, untilMs: number): Promise<Executed> {
    const { request } = command;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const routed = this.#requests.find(request);
      const { lease } = routed ?? {};
      const executed = await this.#ask(routed, command, origin, untilMs);
      if (lease && leavesLease(executed.refusal)) {
        await this.#leases.end(lease, executed.refusal?.code === 'LEASE_OVER' ? 'over' : 'returned');
        if (lease.lost) return this.#forget(request, { refusal: { code: 'HOLD_NOT_FOUND', message: `${request} was abandoned` } });
      } else return this.#forget(request, executed);
    }
    throw this.#contended();
  }

  /** Where the request's hold stands; what an earlier try of the command wrote stays its answer, wherever the hold is now. */
  async #ask(routed: Routed | undefined, command: HoldFunds | RequestEnd, origin: CommandOrigin, untilMs: number): Promise<Executed> {
    return routed?.left?.writer.earlier(origin.commandId) ?? (routed?.lease?.writer ?? this.#account).execute(command, origin, untilMs);
  }

  async #adjust(command: AdjustBalance, origin: CommandOrigin, untilMs: number): Promise<Executed> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const executed = await this.#account.execute(command, origin, untilMs);
      if (executed.refusal?.code !== 'FUNDS_LEASED') return executed;
      await readyBy(untilMs, command.adjustment, this.#recall.run());
    }
    throw this.#contended();
  }

  #contended(): UnavailableError {
    return new UnavailableError(`${this.use.id} is being spent from by too many at once`);
  }

  #forget(request: string, executed: Executed): Executed {
    this.#unroute(request);
    return executed;
  }

  /** A hold that was not written has no end that would take its request out again; one in doubt has. */
  #notHeld(request: string, fault: unknown): never {
    if (!(fault instanceof AmbiguousError)) this.#unroute(request);
    throw fault;
  }

  #unroute(request: string): void {
    const lease = this.#requests.remove(request);
    if (lease) this.#leases.endIfDone(lease);
  }
}

/** The lease cannot serve it: too little in it, over, or sealed. */
function leavesLease(refusal: Refusal | undefined): boolean {
  return refusal?.code === 'LEASE_EXHAUSTED' || refusal?.code === 'LEASE_OVER' || refusal?.code === 'LEASE_SEALED';
}
