import { Accounts } from '#accounts';
import type { Customer } from '#identity';
import { Clock } from '#process';
import {
  accountNow,
  readAccountAsOf,
  readMovements,
  readStatementRange,
  type AccountAsOf,
  type LogSource,
  type Movements,
} from '#projections';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LOG_SOURCE } from '../books/tokens.js';

export interface BalanceAsOf {
  readonly asOf: string;
  /** Available and held together: by the statement, however much happened. */
  readonly balance: string;
  /** Undefined where the month had too many events up to then to be folded for one answer. */
  readonly account: AccountAsOf | undefined;
}

/** What an account has, or had at a moment (RFC 3339 UTC, included). */
export class ReadAccountAsOf extends Query<BalanceAsOf> {
  constructor(
    readonly customer: Pick<Customer, 'account' | 'currency' | 'time_zone'>,
    readonly at: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadAccountAsOf)
export class ReadAccountAsOfHandler implements IQueryHandler<ReadAccountAsOf> {
  constructor(
    @Inject(LOG_SOURCE) private readonly log: LogSource,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async execute({ customer, at }: ReadAccountAsOf): Promise<BalanceAsOf> {
    const { account, currency, time_zone: timeZone } = customer;
    const [facts, asOf] = [{ account, currency, timeZone }, at ?? this.clock.now()];
    const behind = new Date(Date.parse(asOf) + 1).toISOString();
    const { closing } = await readStatementRange(this.log, facts, { from: asOf, before: behind });
    return {
      asOf,
      balance: closing,
      account: at === undefined ? await this.now(account, asOf) : await readAccountAsOf(this.log, facts, at),
    };
  }

  private async now(account: string, now: string): Promise<AccountAsOf | undefined> {
    const live = await this.accounts.open(account);
    return live && accountNow(this.log.events, live, now);
  }
}

/** What moved the balance in a month up to a moment, as a page shows it. */
export class ReadMovements extends Query<Movements> {
  constructor(
    readonly customer: Pick<Customer, 'account' | 'currency' | 'time_zone'>,
    readonly period: string,
    readonly at: string,
  ) {
    super();
  }
}

@QueryHandler(ReadMovements)
export class ReadMovementsHandler implements IQueryHandler<ReadMovements> {
  constructor(@Inject(LOG_SOURCE) private readonly log: LogSource) {}

  execute({ customer: { account, currency, time_zone: timeZone }, period, at }: ReadMovements): Promise<Movements> {
    return readMovements(this.log, { account, currency, timeZone }, period, at);
  }
}
