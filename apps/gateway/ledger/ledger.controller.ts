import type { EventStore, RecordedEvent } from '#event-store';
import { contradictedPayments, readAuditLog, readTrialBalance } from '#projections';
import { ProjectorView } from '#projecting';
import type { RowReader } from '#read-model';
import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { EVENT_STORE, READ_MODELS } from '../books/tokens.js';
import { QueryParameter } from '../http/known-query.guard.js';
import { cursorQuery, limitQuery, type Page } from '../http/lists.js';
import { ReadPositions, awaitMinPosition, readPosition } from '../http/positions.js';
import { queryText } from '../http/query.js';
import { HttpRefusal } from '../http/refusal.js';
import { withCursor } from '../me/my-reads.js';
import { BooksVerification, type VerificationReport } from './verification.js';

/** The books, for finance and auditors. */
@ApiTags('ledger')
@Controller('admin')
export class LedgerController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly models: RowReader,
    private readonly positions: ReadPositions,
    private readonly projector: ProjectorView,
    private readonly verification: BooksVerification,
  ) {}

  @ApiOperation({ summary: 'Recorded events in order of position' })
  @QueryParameter({ name: 'stream' })
  @QueryParameter({ name: 'type' })
  @QueryParameter({ name: 'after', description: 'A position: only events behind it' })
  @Get('ledger/events')
  async events(@Req() request: FastifyRequest): Promise<Page<object>> {
    const limit = limitQuery(request);
    const after = position(request, 'cursor') ?? position(request, 'after') ?? 0n;
    const stream = queryText(request, 'stream');
    const type = queryText(request, 'type');
    await awaitMinPosition(request, this.positions);
    const found = await this.find(after, limit + 1, stream, type);
    const data = found.slice(0, limit);
    const hasMore = found.length > limit;
    return { data: data.map(shown), has_more: hasMore, next_cursor: hasMore ? String(data.at(-1)?.position) : null };
  }

  @ApiOperation({ summary: 'Debits and credits by ledger account: equal in each currency' })
  @Get('ledger/trial-balance')
  async trialBalance(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { asOf, balanced, currencies, accounts } = await readTrialBalance(this.models);
    return { as_of_position: String(asOf), balanced, currencies, accounts };
  }

  @ApiOperation({ summary: 'Verifies chains, entries, trial balance and every charge, from the recorded bytes' })
  @Get('ledger/verify')
  verify(): Promise<VerificationReport> {
    return this.verification.run();
  }

  @ApiOperation({ summary: 'Projections: versions, positions, and their lag in events, in time and by heartbeat' })
  @Get('projections')
  async projections(): Promise<object> {
    const { state, restarts, head, behind, oldestUnread, heartbeat, projections } = await this.projector.status();
    const projector = { state, restarts, head, behind, oldest_unread: oldestUnread, heartbeat };
    return { data: projections, has_more: false, next_cursor: null, projector };
  }

  @ApiOperation({ summary: 'Payments that were reported again with other facts; nothing was posted for them' })
  @Get('ledger/contradictions')
  async contradictions(@Req() request: FastifyRequest): Promise<Page<object>> {
    const cursor = cursorQuery(request);
    const limit = limitQuery(request);
    await awaitMinPosition(request, this.positions);
    const { rows, next } = await withCursor(contradictedPayments(this.models, { limit, ...(cursor !== undefined && { cursor }) }));
    const data = rows.map(({ stream, time, claim }) => ({ stream, time, reported: claim }));
    return { data, has_more: next !== undefined, next_cursor: next ?? null };
  }

  @ApiOperation({ summary: 'What admins did, newest first' })
  @QueryParameter({ name: 'actor' })
  @Get('audit-log')
  async auditLog(@Req() request: FastifyRequest): Promise<Page<object>> {
    const cursor = cursorQuery(request);
    const actor = queryText(request, 'actor');
    const limit = limitQuery(request);
    await awaitMinPosition(request, this.positions);
    const query = { limit, ...(cursor !== undefined && { cursor }), ...(actor !== undefined && { actor }) };
    const { rows, next } = await withCursor(readAuditLog(this.models, query));
    return { data: rows.map(({ list: _list, ...row }) => row), has_more: next !== undefined, next_cursor: next ?? null };
  }

  /** A stream is read by itself; the whole log is scanned page by page, so a rare type takes as long as the log is. */
  private async find(after: bigint, max: number, stream: string | undefined, type: string | undefined): Promise<RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    const wanted = (event: RecordedEvent) => event.position > after && (type === undefined || event.type === type);
    if (stream !== undefined) {
      for (let from = 0n; found.length < max;) {
        const page = await this.store.readStream(stream, { from, max: PAGE });
        found.push(...page.filter(wanted));
        if (page.length < PAGE) break;
        from += BigInt(PAGE);
      }
      return found.slice(0, max);
    }
    if (after >= (await this.store.head())) return found; // whatever number was asked for: an engine need not know it
    for (let reached = after; found.length < max;) {
      const page = await this.store.readAll({ after: reached, max: PAGE, ...(type !== undefined && { filter: { types: [type] } }) });
      found.push(...page.events);
      if (page.atHead) break;
      reached = page.scannedTo;
    }
    return found.slice(0, max);
  }
}

const PAGE = 1_000;

function shown({ position: at, stream, revision, id, type, data, metadata }: RecordedEvent): object {
  return { position: String(at), stream, revision: String(revision), id, type, time: metadata.recorded, data, metadata };
}

function position(request: FastifyRequest, name: string): bigint | undefined {
  const text = queryText(request, name);
  if (text === undefined) return undefined;
  const position = readPosition(text);
  if (position !== undefined) return position;
  throw new HttpRefusal(name === 'cursor' ? 'INVALID_CURSOR' : 'INVALID_REQUEST', { field: name, message: `${name} must be a position` });
}
