import { Directory } from '#directory';
import type { ApiKey } from '#identity';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';

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
