import type { ProjectionStatus } from '#projecting';
import { Controller, Get, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import type { FastifyRequest } from 'fastify';
import { QueryParameter } from '../http/input/known-query.guard.js';
import { invalidCursor, limitQuery, page, pageQuery, type Page } from '../http/output/lists.js';
import { awaitMinPosition, readPosition } from '../http/output/positions.js';
import { ReadPositions } from '../ground/read-positions.js';
import { queryText } from '../http/input/query.js';
import { HttpRefusal } from '../http/errors/refusal.js';
import { rowPage } from '../http/output/row-page.js';
import { ForAdmins } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import type { FoundEvent, UnreadableEvent } from './events.js';
import { LEDGER } from './ledger.openapi.js';
import {
  FindEvents,
  ListContradictions,
  ListUncollected,
  ReadAuditLog,
  ReadProjections,
  ReadTrialBalance,
  VerifyBooks,
} from './ledger.queries.js';
import type { VerificationReport } from './verification.js';

const PROJECTIONS_LIST = 'projections';
const VERIFIES =
  'Reads every recorded event. `comparisons` tells what the log was held against: the vault always; the rows of the read models on ' +
  'embedded stores, where they can be folded again within 60 s, else `compared` is false and `tokenok verify` does it. An export is ' +
  'held against its manifest by `tokenok verify --export` alone.';

/** The books, for finance and auditors. */
@ApiTags('ledger')
@ForAdmins('ledger.read')
@Controller('admin')
export class LedgerController {
  constructor(
    private readonly queries: QueryBus,
    private readonly positions: ReadPositions,
  ) {}

  @ApiOperation({ summary: 'Recorded events in order of position: in full, and with `recorded` where their own data name a quote' })
  @QueryParameter({ name: 'stream' })
  @QueryParameter({ name: 'type' })
  @QueryParameter({ name: 'after', description: 'A position: only events behind it', schema: { type: 'string', pattern: '^[0-9]{1,39}$' } })
  @Get('ledger/events')
  @Documented(LEDGER.events)
  @Runs(FindEvents)
  async events(@Req() request: FastifyRequest): Promise<Page<object>> {
    const limit = limitQuery(request);
    const after = position(request, 'cursor') ?? position(request, 'after') ?? 0n;
    const stream = queryText(request, 'stream');
    const type = queryText(request, 'type');
    await awaitMinPosition(request, this.positions);
    const { events, hasMore } = await this.queries.execute(new FindEvents({ after, limit, stream, type }));
    return { data: events.map(shown), has_more: hasMore, next_cursor: hasMore ? String(events.at(-1)?.position) : null };
  }

  @ApiOperation({ summary: 'Debits and credits by ledger account: equal in each currency' })
  @Get('ledger/trial-balance')
  @Documented(LEDGER.trialBalance)
  @Runs(ReadTrialBalance)
  async trialBalance(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { asOf, balanced, currencies, accounts } = await this.queries.execute(new ReadTrialBalance());
    return { as_of_position: String(asOf), balanced, currencies, accounts };
  }

  @ApiOperation({
    summary: 'Verifies chains, entries, trial balance and every charge, and holds the log against vault and read models',
    description: VERIFIES,
  })
  @Get('ledger/verify')
  @Documented(LEDGER.verify)
  @Runs(VerifyBooks)
  async verify(@Req() request: FastifyRequest): Promise<VerificationReport> {
    await awaitMinPosition(request, this.positions);
    return this.queries.execute(new VerifyBooks());
  }

  @ApiOperation({ summary: 'Projections: versions, positions, and their lag in events, in time and by heartbeat' })
  @Get('projections')
  @ForAdmins('installation.read')
  @Documented(LEDGER.projections)
  @Runs(ReadProjections)
  async projections(@Req() request: FastifyRequest): Promise<object> {
    const { limit, after } = pageQuery(request, PROJECTIONS_LIST, 2);
    await awaitMinPosition(request, this.positions);
    const { state, restarts, head, behind, oldestUnread, heartbeat, projections } = await this.queries.execute(new ReadProjections());
    const projector = { state, restarts, head, behind, oldest_unread: oldestUnread, heartbeat };
    // In an order of their own: the page begins behind the one that the last page ended with.
    const keyOf = ({ name, version }: ProjectionStatus): readonly string[] => [name, String(version)];
    const begun = after === undefined ? 0 : projections.findIndex((each) => keyOf(each).join() === after.join()) + 1;
    if (after !== undefined && begun === 0) throw invalidCursor();
    return { ...page(PROJECTIONS_LIST, projections.slice(begun), limit, keyOf), projector };
  }

  @ApiOperation({ summary: 'Payments that were reported again with other facts; nothing was posted for them' })
  @Get('ledger/contradictions')
  @Documented(LEDGER.contradictions)
  @Runs(ListContradictions)
  async contradictions(@Req() request: FastifyRequest): Promise<Page<object>> {
    const { data, ...rest } = await rowPage(request, this.positions, (page) => this.queries.execute(new ListContradictions(page)));
    return { data: data.map(({ stream, time, claim }) => ({ stream, time, reported: claim })), ...rest };
  }

  @ApiOperation({ summary: 'Charges of which a part was not taken, newest first: what their provider told lies beyond the hold' })
  @Get('ledger/uncollected')
  @Documented(LEDGER.uncollected)
  @Runs(ListUncollected)
  async uncollected(@Req() request: FastifyRequest): Promise<Page<object>> {
    const { data, ...rest } = await rowPage(request, this.positions, (page) => this.queries.execute(new ListUncollected(page)));
    return { data: data.map(({ list: _list, ...row }) => row), ...rest };
  }

  @ApiOperation({ summary: 'What admins did, newest first' })
  @QueryParameter({ name: 'actor' })
  @Get('audit-log')
  @ForAdmins('audit.read')
  @Documented(LEDGER.auditLog)
  @Runs(ReadAuditLog)
  async auditLog(@Req() request: FastifyRequest): Promise<Page<object>> {
    const actor = queryText(request, 'actor');
    const { data, ...rest } = await rowPage(request, this.positions, (page) =>
      this.queries.execute(new ReadAuditLog({ ...page, ...(actor !== undefined && { actor }) })),
    );
    return { data: data.map(({ list: _list, ...row }) => row), ...rest };
  }
}

/** One that cannot be read says so in its place; `tokenok verify` says more. */
function shown(event: FoundEvent | UnreadableEvent): object {
  const place = { position: String(event.position), stream: event.stream, revision: String(event.revision) };
  if ('damage' in event)
    return { ...place, id: null, type: null, time: null, data: null, metadata: null, recorded: null, damage: event.damage };
  const { id, type, data, metadata, recorded } = event;
  return { ...place, id, type, time: metadata.recorded, data, metadata, recorded: recorded ?? null };
}

function position(request: FastifyRequest, name: string): bigint | undefined {
  const text = queryText(request, name);
  if (text === undefined) return undefined;
  const position = readPosition(text);
  if (position !== undefined) return position;
  throw new HttpRefusal(name === 'cursor' ? 'INVALID_CURSOR' : 'INVALID_REQUEST', { field: name, message: `${name} must be a position` });
}
