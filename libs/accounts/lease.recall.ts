import { systemOrigin } from './account.batch.js';
import type { AccountWriter } from './account.writer.js';
import type { OwnLeases } from './own.leases.js';
import type { SharedAccountOptions } from './peers.js';

/** A lease that was recalled and not given back in this time is fenced off. */
const RECALL_MS = 3_000;
const POLL_MS = 25;

/** Calls back what an account has leased to all gateways: asked for first, and taken where it is not given back in time. */
export class LeaseRecall {
  #running: Promise<void> | undefined;

  constructor(
    private readonly use: SharedAccountOptions,
    private readonly account: AccountWriter,
    private readonly leases: OwnLeases,
  ) {}

  /** Resolves when nothing is leased out any more. */
  run(): Promise<void> {
    this.#running ??= this.#callBack().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #callBack(): Promise<void> {
    let giveUpAt = await this.#callOut();
    for (;;) {
      const state = await this.account.ready();
      const out = [...state.leases.values()];
      if (out.length === 0) return;
      if (out.some(({ recalled }) => !recalled)) giveUpAt = await this.#callOut();
      else if (performance.now() >= giveUpAt) {
        for (const lease of out) await this.leases.fence(state, lease, 'recalled');
      } else await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Recalls what is out now, and says how long that may take: what is granted afterwards was not asked for yet. */
  async #callOut(): Promise<number> {
    const { life, now } = this.use;
    await this.account.execute({ type: 'RecallFunds', at: now(), by: life }, systemOrigin('recalling'));
    await this.leases.endAll('recalled');
    return performance.now() + RECALL_MS;
  }
}
