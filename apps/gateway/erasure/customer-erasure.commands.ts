import { Directory, EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { decideCustomer, type CustomerRefusal } from '#identity';
import { readBalance } from '#projections';
import type { RowReader } from '#read-model';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, Query, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { READ_MODELS } from '../books/tokens.js';
import type { EventType } from '../ground/event-types.js';
import { customerPreview, type ErasurePreview } from './erasure.preview.js';
import { Erasing } from './erasing.js';

type CustomerWritten = EntityWritten<'customer', CustomerRefusal>;

/** What erasing a customer would do; undefined where there is none. */
export class PreviewCustomerErasure extends Query<ErasurePreview | undefined> {
  constructor(readonly customer: string) {
    super();
  }
}

@QueryHandler(PreviewCustomerErasure)
export class PreviewCustomerErasureHandler implements IQueryHandler<PreviewCustomerErasure> {
  constructor(
    private readonly directory: Directory,
    @Inject(READ_MODELS) private readonly models: RowReader,
  ) {}

  async execute({ customer: id }: PreviewCustomerErasure): Promise<ErasurePreview | undefined> {
    const customer = this.directory.customer(id);
    if (!customer) return undefined;
    const { row } = await readBalance(this.models, customer.account);
    const keys = this.directory.keysOf(id).filter(({ revoked_at: revokedAt }) => revokedAt === undefined).length;
    const balance = row && `${row.available} ${customer.currency} available, ${row.held} held`;
    const members = Object.keys(customer.members ?? {}).length;
    return customerPreview({ id, isErased: customer.status === 'erased', keys, members, balance });
  }
}

export class EraseCustomer extends Command<CustomerWritten> {
  static readonly writes: readonly EventType[] = ['CustomerErased', 'KeyRevoked'];

  constructor(
    readonly customer: string,
    readonly reason: string | undefined,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(EraseCustomer)
export class EraseCustomerHandler implements ICommandHandler<EraseCustomer> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly erasing: Erasing,
  ) {}

  async execute({ customer, reason, origin }: EraseCustomer): Promise<CustomerWritten> {
    const written = await this.writer.write({ kind: 'customer', id: customer }, origin, (state) =>
      decideCustomer({ type: 'EraseCustomer', ...(reason === undefined ? {} : { reason }) }, state),
    );
    if (written.refusal) return written;
    const position = await this.erasing.customer(written.state, origin);
    return position === undefined || position < written.position ? written : { ...written, position };
  }
}
