import { Directory, EntityWriter, type EntityOrigin } from '#directory';
import { mintCommandId, type Position } from '#event-store';
import { decideKey, type Customer } from '#identity';
import { unmatchedKeysOf } from '#projections';
import type { RowReader } from '#read-model';
import type { HistoryStore } from '#response-history';
import { PersonalData } from '#vault';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { READ_MODELS, RESPONSE_STORE } from '../books/tokens.js';
import { LOG } from '../ground/log.js';

const PAGE = 1_000;

/**
 * What follows from the event that says that somebody is erased: it is durable first, and from then on nothing of theirs opens. Then the rest, each of it
 * the same twice as once; the key in the vault goes last, for it tells whether all was done. What a crash has left undone the next start does.
 */
@Injectable()
export class Erasing {
  constructor(
    private readonly directory: Directory,
    private readonly writer: EntityWriter,
    private readonly personal: PersonalData,
    @Inject(READ_MODELS) private readonly models: RowReader,
    @Inject(RESPONSE_STORE) private readonly responses: HistoryStore,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  /** Resolves to the position of the last that was written, where anything was. */
  async customer({ customer }: Customer, origin: EntityOrigin): Promise<Position | undefined> {
    let position: Position | undefined;
    for (const { key, revoked_at: revokedAt } of this.directory.keysOf(customer)) {
      if (revokedAt !== undefined) continue;
      const written = await this.writer.write({ kind: 'key', id: key }, origin, (state) => decideKey({ type: 'RevokeKey' }, state));
      if (!written.refusal) position = written.position;
    }
    await this.responses.trim(customer, 0);
    for await (const unmatched of unmatchedKeysOf(this.models, customer)) await this.personal.erase(unmatched);
    await this.personal.erase(customer);
    return position;
  }

  /** Of an earlier life: whose event stands, and whose key is still there. */
  async finishAll(): Promise<void> {
    for (let after: string | undefined, more = true; more;) {
      const page = this.directory.list('customer', after === undefined ? { limit: PAGE } : { limit: PAGE, after });
      for (const customer of page) if (customer.status === 'erased') await this.finish(customer);
      after = page.at(-1)?.customer;
      more = page.length === PAGE;
    }
  }

  private async finish(customer: Customer): Promise<void> {
    try {
      if (await this.personal.isErased(customer.customer)) return;
      await this.customer(customer, { actor: 'system', cause: 'start', commandId: mintCommandId() });
      this.log.info({ customer: customer.customer }, 'An erasure that was begun is finished');
    } catch (err) {
      this.log.error({ err, customer: customer.customer }, 'An erasure that was begun is not finished; the next start tries again');
    }
  }
}
