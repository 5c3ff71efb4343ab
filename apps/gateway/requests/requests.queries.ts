import { allRequestLogs, readReceipt, readRequestLogs, readTotals, type Totals, type LogSource, type RequestRow } from '#projections';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LOG_SOURCE } from '../books/tokens.js';

type PageQuery = Parameters<typeof readRequestLogs>[1];
type RequestsPage = Awaited<ReturnType<typeof readRequestLogs>>;
type RequestFilter = Parameters<typeof allRequestLogs>[1];

/** One page of the requests of an account that have ended, newest first. Throws `UnknownCursorError`. */
export class ListRequests extends Query<RequestsPage> {
  constructor(readonly query: PageQuery) {
    super();
  }
}

/** All of them, read as they are wanted. */
export class ExportRequests extends Query<AsyncIterable<RequestRow>> {
  constructor(readonly filter: RequestFilter) {
    super();
  }
}

/** What a request's receipt is made of; undefined for one that has not ended, or is another account's. */
export class ReadReceipt extends Query<RequestRow | undefined> {
  constructor(
    readonly account: string,
    readonly request: string,
  ) {
    super();
  }
}

/** What all requests of a filter come to; `timeZone` is the account's. */
export class TotalRequests extends Query<Totals> {
  constructor(
    readonly filter: RequestFilter,
    readonly timeZone: string,
  ) {
    super();
  }
}

@QueryHandler(TotalRequests)
export class TotalRequestsHandler implements IQueryHandler<TotalRequests> {
  constructor(@Inject(LOG_SOURCE) private readonly log: LogSource) {}

  execute({ filter, timeZone }: TotalRequests): Promise<Totals> {
    return readTotals(this.log, filter, timeZone);
  }
}

@QueryHandler(ListRequests)
export class ListRequestsHandler implements IQueryHandler<ListRequests> {
  constructor(@Inject(LOG_SOURCE) private readonly log: LogSource) {}

  execute({ query }: ListRequests): Promise<RequestsPage> {
    return readRequestLogs(this.log, query);
  }
}

@QueryHandler(ExportRequests)
export class ExportRequestsHandler implements IQueryHandler<ExportRequests> {
  constructor(@Inject(LOG_SOURCE) private readonly log: LogSource) {}

  execute({ filter }: ExportRequests): Promise<AsyncIterable<RequestRow>> {
    return Promise.resolve(allRequestLogs(this.log, filter));
  }
}

@QueryHandler(ReadReceipt)
export class ReadReceiptHandler implements IQueryHandler<ReadReceipt> {
  constructor(@Inject(LOG_SOURCE) private readonly log: LogSource) {}

  async execute({ account, request }: ReadReceipt): Promise<RequestRow | undefined> {
    return (await readReceipt(this.log, account, request)).row;
  }
}
