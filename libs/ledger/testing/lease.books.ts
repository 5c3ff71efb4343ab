import type { AccountCommand, SettleLease } from '../account/account.commands.js';
import { decide } from '../account.decider.js';
import type { AccountEvent } from '../account/account.events.js';
import { evolve, type Account } from '../index.js';
import type { Decision } from '../account/decision.js';
import { openLease } from '../leases/leases.decider.js';
import { settlementOf } from '../leases/settlement.js';
import { leaseStream } from '../account/streams.js';

/** A lease with its stream in memory: what the gateway that holds it does, without a store. */
export class LeaseBooks {
  readonly events: AccountEvent[] = [];
  readonly stream: string;
  state: Account;

  constructor(account: Account, lease: number) {
    const opened = openLease(account, lease);
    if (!opened) throw new Error(`No lease ${lease} is out`);
    this.stream = leaseStream(account.id, account.period, lease);
    this.events.push(opened);
    this.state = evolve(undefined, opened);
  }

  execute(command: AccountCommand): Decision {
    const decision = decide(command, this.state);
    for (const event of decision.events ?? []) {
      this.events.push(event);
      this.state = evolve(this.state, event);
    }
    return decision;
  }

  /** What the account takes back; throws while there is nothing to settle. */
  settlement(): SettleLease['part'][] {
    const sealed = { stream: this.stream, revision: String(this.events.length - 1), hash: `hash of ${this.stream}` };
    const parts = settlementOf(this.state, sealed);
    if (!parts) throw new Error(`${this.stream} is not ready to be settled`);
    return parts;
  }
}
