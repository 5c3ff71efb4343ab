import { Directory } from '#directory';
import type { ApiKey, Customer } from '#identity';
import { Clock } from '#process';
import { readKeyUse, type KeyUse } from '#projections';
import type { RowReader } from '#read-model';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { READ_MODELS } from '../books/tokens.js';

/** A customer's keys, oldest first, revoked ones included. */
export class ListKeys extends Query<readonly ApiKey[]> {
  constructor(readonly customer: string) {
    super();
  }
}

@QueryHandler(ListKeys)
export class ListKeysHandler implements IQueryHandler<ListKeys> {
  constructor(private readonly directory: Directory) {}

  execute({ customer }: ListKeys): Promise<readonly ApiKey[]> {
    return Promise.resolve(this.directory.keysOf(customer));
  }
}

/** When keys of a customer were used last, and what they spent today. */
export class ReadKeyUses extends Query<ReadonlyMap<string, KeyUse>> {
  constructor(
    readonly customer: Pick<Customer, 'account' | 'time_zone'>,
    readonly keys: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(ReadKeyUses)
export class ReadKeyUsesHandler implements IQueryHandler<ReadKeyUses> {
  constructor(
    @Inject(READ_MODELS) private readonly models: RowReader,
    private readonly clock: Clock,
  ) {}

  async execute({ customer: { account, time_zone: timeZone }, keys }: ReadKeyUses): Promise<ReadonlyMap<string, KeyUse>> {
    const now = this.clock.now();
    const read = keys.map(async (key) => [key, await readKeyUse(this.models, { account, timeZone, key }, now)] as const);
    return new Map(await Promise.all(read));
  }
}
