import type { EventStore } from '#event-store';
import { contradictedPayments, readAuditLog, readTrialBalance, readUncollected } from '#projections';
import { type RowReader } from '#read-model';
import { ProjectorView } from '#projecting';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVENT_STORE, READ_MODELS } from '../books/tokens.js';
import { findEvents, type EventQuery, type FoundEvents } from './events.js';
import { BooksVerification, type VerificationReport } from './verification.js';

type TrialBalance = Awaited<ReturnType<typeof readTrialBalance>>;
type ProjectorStatus = Awaited<ReturnType<ProjectorView['status']>>;
type ContradictionsQuery = Parameters<typeof contradictedPayments>[1];
type Contradictions = Awaited<ReturnType<typeof contradictedPayments>>;
type UncollectedQuery = Parameters<typeof readUncollected>[1];
type UncollectedPage = Awaited<ReturnType<typeof readUncollected>>;
type AuditQuery = Parameters<typeof readAuditLog>[1];
type AuditPage = Awaited<ReturnType<typeof readAuditLog>>;

/** Recorded events in order of position. */
export class FindEvents extends Query<FoundEvents> {
  constructor(readonly query: EventQuery) {
    super();
  }
}

/** Debits and credits by ledger account. */
export class ReadTrialBalance extends Query<TrialBalance> {}

/** Chains, entries, trial balance and every charge, from the recorded bytes; the log held against vault and read models. */
export class VerifyBooks extends Query<VerificationReport> {}

/** Projections and who runs them. */
export class ReadProjections extends Query<ProjectorStatus> {}

/** Payments that were reported again with other facts. Throws `UnknownCursorError`. */
export class ListContradictions extends Query<Contradictions> {
  constructor(readonly query: ContradictionsQuery) {
    super();
  }
}

/** Charges of which a part was not taken. Throws `UnknownCursorError`. */
export class ListUncollected extends Query<UncollectedPage> {
  constructor(readonly query: UncollectedQuery) {
    super();
  }
}

/** What admins did. Throws `UnknownCursorError`. */
export class ReadAuditLog extends Query<AuditPage> {
  constructor(readonly query: AuditQuery) {
    super();
  }
}

@QueryHandler(FindEvents)
export class FindEventsHandler implements IQueryHandler<FindEvents> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ query }: FindEvents): Promise<FoundEvents> {
    return findEvents(this.store, query);
  }
}

@QueryHandler(ReadTrialBalance)
export class ReadTrialBalanceHandler implements IQueryHandler<ReadTrialBalance> {
  constructor(@Inject(READ_MODELS) private readonly models: RowReader) {}

  execute(): Promise<TrialBalance> {
    return readTrialBalance(this.models);
  }
}

@QueryHandler(VerifyBooks)
export class VerifyBooksHandler implements IQueryHandler<VerifyBooks> {
  constructor(private readonly verification: BooksVerification) {}

  execute(): Promise<VerificationReport> {
    return this.verification.run();
  }
}

@QueryHandler(ReadProjections)
export class ReadProjectionsHandler implements IQueryHandler<ReadProjections> {
  constructor(private readonly projector: ProjectorView) {}

  execute(): Promise<ProjectorStatus> {
    return this.projector.status();
  }
}

@QueryHandler(ListContradictions)
export class ListContradictionsHandler implements IQueryHandler<ListContradictions> {
  constructor(@Inject(READ_MODELS) private readonly models: RowReader) {}

  execute({ query }: ListContradictions): Promise<Contradictions> {
    return contradictedPayments(this.models, query);
  }
}

@QueryHandler(ListUncollected)
export class ListUncollectedHandler implements IQueryHandler<ListUncollected> {
  constructor(@Inject(READ_MODELS) private readonly models: RowReader) {}

  execute({ query }: ListUncollected): Promise<UncollectedPage> {
    return readUncollected(this.models, query);
  }
}

@QueryHandler(ReadAuditLog)
export class ReadAuditLogHandler implements IQueryHandler<ReadAuditLog> {
  constructor(@Inject(READ_MODELS) private readonly models: RowReader) {}

  execute({ query }: ReadAuditLog): Promise<AuditPage> {
    return readAuditLog(this.models, query);
  }
}

export const LEDGER_QUERIES = [
  FindEventsHandler,
  ReadTrialBalanceHandler,
  VerifyBooksHandler,
  ReadProjectionsHandler,
  ListContradictionsHandler,
  ListUncollectedHandler,
  ReadAuditLogHandler,
];
