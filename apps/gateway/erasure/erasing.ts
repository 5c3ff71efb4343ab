import { Directory, EntityWriter, PersonKeeper, type DirectoryStates, type EntityOrigin } from '#directory';
import { mintCommandId, type Position } from '#event-store';
import { decideKey, decideMember, type Customer, type Person, type PersonSession } from '#identity';
import { unmatchedKeysOf } from '#projections';
import type { RowReader } from '#read-model';
import type { HistoryStore } from '#response-history';
import { PersonalData } from '#vault';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Sessions } from '../auth/sessions.js';
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
    private readonly people: PersonKeeper,
    private readonly sessions: Sessions,
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

  /** The same for a person, whose `sessions` stood before. */
  async person(
    { person, address_hash: address }: Person,
    sessions: readonly PersonSession[],
    origin: EntityOrigin,
  ): Promise<Position | undefined> {
    let position: Position | undefined;
    this.sessions.forget(sessions);
    for (const { customer } of this.directory.membershipsOf(person)) {
      const written = await this.writer.write({ kind: 'customer', id: customer }, origin, (state) =>
        decideMember({ type: 'RemoveMember', person, isErasing: true }, state),
      );
      if (!written.refusal) position = written.position;
    }
    await this.people.free(address, person, origin);
    await this.personal.erase(person);
    return position;
  }

  /** Of an earlier life: whose event stands, and whose key is still there. */
  async finishAll(): Promise<void> {
    for (const each of this.#all('customer'))
      if (each.status === 'erased') await this.#finish(each.customer, (origin) => this.customer(each, origin));
    for (const each of this.#all('person'))
      if (each.erased_at !== undefined) await this.#finish(each.person, (origin) => this.person(each, [], origin));
  }

  async #finish(subject: string, rest: (origin: EntityOrigin) => Promise<unknown>): Promise<void> {
    try {
      if (await this.personal.isErased(subject)) return;
      await rest({ actor: 'system', cause: 'start', commandId: mintCommandId() });
      this.log.info({ erased: subject }, 'An erasure that was begun is finished');
    } catch (err) {
      this.log.error({ err, erased: subject }, 'An erasure that was begun is not finished; the next start tries again');
    }
  }

  *#all<Kind extends 'customer' | 'person'>(kind: Kind): Generator<DirectoryStates[Kind]> {
    for (let after: string | undefined, more = true; more;) {
      const page = this.directory.list(kind, after === undefined ? { limit: PAGE } : { limit: PAGE, after });
      yield* page;
      after = page.map((each) => ('person' in each ? each.person : each.customer)).at(-1);
      more = page.length === PAGE;
    }
  }
}
