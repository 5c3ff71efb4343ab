import type { Customer } from '#identity';
import {
  readBalance,
  readStatement,
  readStatementRange,
  readUsage,
  statementMonths,
  type LogSource,
  type Moments,
  type Statement,
  type StatementMonths,
  type StatementRange,
} from '#projections';
import { Clock } from '#process';
import type { RowReader } from '#read-model';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LOG_SOURCE, READ_MODELS } from '../books/tokens.js';

type Balance = Awaited<ReturnType<typeof readBalance>>;
type UsageQuery = Parameters<typeof readUsage>[1];
type UsagePage = Awaited<ReturnType<typeof readUsage>>;

/** What is available on an account and what open requests hold, as of a position. */
export class ReadBalance extends Query<Balance> {
  constructor(readonly account: string) {
    super();
  }
}

/** Tokens and charges of an account by day and model, in its time zone. Throws `UnknownCursorError`. */
export class ReadUsage extends Query<UsagePage> {
  constructor(readonly query: UsageQuery) {
    super();
  }
}

/** The statement of a month, whose lines are read as they are wanted. */
export class ReadStatement extends Query<Statement> {
  constructor(
    readonly customer: Pick<Customer, 'account' | 'currency' | 'time_zone'>,
    readonly period: string,
  ) {
    super();
  }
}

/** What led from one moment to another, whose lines are read as they are wanted. Throws RangeError for more months than one statement spans. */
export class ReadStatementRange extends Query<StatementRange> {
  constructor(
    readonly customer: Pick<Customer, 'account' | 'currency' | 'time_zone'>,
    readonly moments: Moments,
  ) {
    super();
  }
}

/** Which month the books of a customer are in, and the last that has begun. */
export class ReadStatementMonths extends Query<StatementMonths> {
  constructor(readonly customer: Pick<Customer, 'account' | 'currency' | 'time_zone'>) {
    super();
  }
}

@QueryHandler(ReadBalance)
export class ReadBalanceHandler implements IQueryHandler<ReadBalance> {
  constructor(@Inject(READ_MODELS) private readonly models: RowReader) {}

  execute({ account }: ReadBalance): Promise<Balance> {
    return readBalance(this.models, account);
  }
}

@QueryHandler(ReadUsage)
export class ReadUsageHandler implements IQueryHandler<ReadUsage> {
  constructor(@Inject(READ_MODELS) private readonly models: RowReader) {}

  execute({ query }: ReadUsage): Promise<UsagePage> {
    return readUsage(this.models, query);
  }
}

@QueryHandler(ReadStatement)
export class ReadStatementHandler implements IQueryHandler<ReadStatement> {
  constructor(@Inject(LOG_SOURCE) private readonly log: LogSource) {}

  execute({ customer: { account, currency, time_zone: timeZone }, period }: ReadStatement): Promise<Statement> {
    return readStatement(this.log, { account, currency, timeZone }, period);
  }
}

@QueryHandler(ReadStatementRange)
export class ReadStatementRangeHandler implements IQueryHandler<ReadStatementRange> {
  constructor(@Inject(LOG_SOURCE) private readonly log: LogSource) {}

  execute({ customer: { account, currency, time_zone: timeZone }, moments }: ReadStatementRange): Promise<StatementRange> {
    return readStatementRange(this.log, { account, currency, timeZone }, moments);
  }
}

@QueryHandler(ReadStatementMonths)
export class ReadStatementMonthsHandler implements IQueryHandler<ReadStatementMonths> {
  constructor(
    @Inject(READ_MODELS) private readonly models: RowReader,
    private readonly clock: Clock,
  ) {}

  execute({ customer: { account, currency, time_zone: timeZone } }: ReadStatementMonths): Promise<StatementMonths> {
    return statementMonths(this.models, { account, currency, timeZone }, this.clock.now());
  }
}
