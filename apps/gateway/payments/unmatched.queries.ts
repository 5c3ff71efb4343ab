import type { EventStore } from '#event-store';
import { findUnmatched, listUnmatched, type UnmatchedPaymentRow } from '#projections';
import type { RowReader } from '#read-model';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVENT_STORE, READ_MODELS } from '../books/tokens.js';
import { POSITION_WAIT_MS, ReadPositions } from '../ground/read-positions.js';

type UnmatchedQuery = Parameters<typeof listUnmatched>[1];
type UnmatchedPage = Awaited<ReturnType<typeof listUnmatched>>;

/** Genuine payments that nobody has assigned yet. Throws `UnknownCursorError`. */
export class ListUnmatched extends Query<UnmatchedPage> {
  constructor(readonly query: UnmatchedQuery) {
    super();
  }
}

/** One of them, or one that has been assigned; undefined where there is none. */
export class FindUnmatched extends Query<UnmatchedPaymentRow | undefined> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(ListUnmatched)
export class ListUnmatchedHandler implements IQueryHandler<ListUnmatched> {
  constructor(
    @Inject(READ_MODELS) private readonly models: RowReader,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly positions: ReadPositions,
  ) {}

  /** Money that has been acknowledged a moment ago must not look forgotten: the read models come up first, or two seconds pass. */
  async execute({ query }: ListUnmatched): Promise<UnmatchedPage> {
    await this.positions.waitFor(await this.store.head(), POSITION_WAIT_MS);
    return listUnmatched(this.models, query);
  }
}

@QueryHandler(FindUnmatched)
export class FindUnmatchedHandler implements IQueryHandler<FindUnmatched> {
  constructor(
    @Inject(READ_MODELS) private readonly models: RowReader,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly positions: ReadPositions,
  ) {}

  /** The webhook may have been answered a moment ago: what is not there is looked for once more when the read models have come up. */
  async execute({ id }: FindUnmatched): Promise<UnmatchedPaymentRow | undefined> {
    const found = await findUnmatched(this.models, id);
    if (found) return found;
    await this.positions.waitFor(await this.store.head(), POSITION_WAIT_MS);
    return findUnmatched(this.models, id);
  }
}
