import { Accounts } from '#accounts';
import { AmbiguousError, UnavailableError } from '#event-store';
import { Directory, EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { decideCustomer, type CustomerRefusal } from '#identity';
import { PersonalData } from '#vault';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';

type CustomerWritten = EntityWritten<'customer', CustomerRefusal>;

export interface NewCustomerFacts {
  readonly name: string;
  readonly email: string;
  readonly currency: string;
  readonly timeZone: string;
}

export class RegisterCustomer extends Command<CustomerWritten> {
  static readonly writes: readonly EventType[] = ['CustomerRegistered', 'PeriodOpened'];

  constructor(
    readonly ids: { readonly customer: string; readonly account: string },
    readonly facts: NewCustomerFacts,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

/** The customer's key is durable in the vault before the first ciphertext that needs it is; a refused customer gets none. */
@CommandHandler(RegisterCustomer)
export class RegisterCustomerHandler implements ICommandHandler<RegisterCustomer> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
    private readonly personalData: PersonalData,
    private readonly accounts: Accounts,
  ) {}

  async execute({ ids: { customer, account }, facts, origin }: RegisterCustomer): Promise<CustomerWritten> {
    const { name, email, currency, timeZone } = facts;
    const command = { type: 'RegisterCustomer', customer, account, currency, timeZone, sealed: { name: '', email: '' } } as const;
    const { refusal } = decideCustomer(command, undefined);
    if (refusal) return { refusal };
    const isKnown = this.directory.customer(customer) !== undefined; // a retry whose event stands: nothing is sealed again, the person may be erased
    const sealed = isKnown ? command.sealed : await this.personalData.sealFirst(customer, { name, email });
    const written = await this.writer.write({ kind: 'customer', id: customer }, origin, (state) =>
      decideCustomer({ ...command, sealed }, state),
    );
    if (written.refusal) return written;
    // Else a request that is refused would be the first to write into its books. The customer stands, also where they cannot be opened now.
    await this.accounts.open(account, origin.untilMs).catch(undefinedWhereUnwritten);
    const opened = this.accounts.lastPosition(account);
    return opened > written.position ? { ...written, position: opened } : written;
  }
}

function undefinedWhereUnwritten(fault: unknown): undefined {
  if (!(fault instanceof UnavailableError || fault instanceof AmbiguousError)) throw fault;
  return undefined;
}

export class SuspendCustomer extends Command<CustomerWritten> {
  static readonly writes: readonly EventType[] = ['CustomerSuspended'];

  constructor(
    readonly customer: string,
    readonly reason: string | undefined,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(SuspendCustomer)
export class SuspendCustomerHandler implements ICommandHandler<SuspendCustomer> {
  constructor(private readonly writer: EntityWriter) {}

  execute({ customer, reason, origin }: SuspendCustomer): Promise<CustomerWritten> {
    return this.writer.write({ kind: 'customer', id: customer }, origin, (state) =>
      decideCustomer({ type: 'SuspendCustomer', ...(reason === undefined ? {} : { reason }) }, state),
    );
  }
}

export class ReinstateCustomer extends Command<CustomerWritten> {
  static readonly writes: readonly EventType[] = ['CustomerReinstated'];

  constructor(
    readonly customer: string,
    readonly reason: string | undefined,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(ReinstateCustomer)
export class ReinstateCustomerHandler implements ICommandHandler<ReinstateCustomer> {
  constructor(private readonly writer: EntityWriter) {}

  execute({ customer, reason, origin }: ReinstateCustomer): Promise<CustomerWritten> {
    return this.writer.write({ kind: 'customer', id: customer }, origin, (state) =>
      decideCustomer({ type: 'ReinstateCustomer', ...(reason === undefined ? {} : { reason }) }, state),
    );
  }
}
