import { Controller, Req, Sse, type MessageEvent } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Observable } from 'rxjs';
import { CurrentCustomer } from '../auth/caller.js';
import type { CustomerCaller } from '../auth/callers.js';
import { StandingCallers } from '../auth/standing-callers.js';
import { HttpRefusal } from '../http/errors/refusal.js';
import { ForCustomers } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { HttpTraffic } from '../http/server/http-traffic.js';
import { FilterParameters, filterQuery } from './log-filter.input.js';
import { isMeant } from './log-filter.js';
import { logRow } from './log-row.js';
import { LogTail } from './log-tail.js';
import { REQUESTS } from './requests.openapi.js';

/** Of a session, or of a key. */
const MOST_TAILS = 4;
const TOO_MANY = `${MOST_TAILS} tails are open: close one of them first`;
const KEEP_ALIVE_MS = 15_000;
/** Whoever is signed out is told no more within that time. */
const LOOK_EVERY_MS = 1_000;
/** What waits for a client that does not read; beyond it the connection is closed, and its client makes another. */
const MOST_PENDING_CHARS = 256 * 1024;

const DESCRIPTION =
  'Server-sent events from now on: `row` (its data a row of the log, its id a position), `skipped` (`{count}`: so many ended at once that these are not told; the list has ' +
  'them), a comment every 15 s, and `end` (`{reason}`: `session_ended` or `stopping`) before the connection is closed. Four at most for a session or a key.';

/** The log of requests as it grows. */
@ApiTags('me')
@ForCustomers('logs.read', 'billing:read')
@Controller('me/request-logs')
export class TailController {
  readonly #open = new Map<string, number>();

  constructor(
    private readonly tail: LogTail,
    private readonly callers: StandingCallers,
    private readonly traffic: HttpTraffic,
  ) {}

  @ApiOperation({ summary: 'Requests as they end, by the same filters', description: DESCRIPTION })
  @FilterParameters()
  @Sse('tail', { maxPendingDataLength: MOST_PENDING_CHARS })
  @Documented(REQUESTS.tail)
  @Runs('the log')
  follow(@CurrentCustomer() caller: CustomerCaller, @Req() request: FastifyRequest): Observable<MessageEvent> {
    const filter = filterQuery(request);
    const who = 'key' in caller ? caller.key.key : caller.session.session;
    const { account } = caller.customer;
    return new Observable<MessageEvent>((subscriber) => {
      const open = this.#open.get(who) ?? 0;
      if (open >= MOST_TAILS) return subscriber.error(new HttpRefusal('RATE_LIMITED', { message: TOO_MANY }));
      this.#open.set(who, open + 1);
      const end = (reason: string): void => {
        subscriber.next({ type: 'end', data: { reason } });
        subscriber.complete();
      };
      const stopping = (): void => end('stopping');
      const unlisten = this.tail.listen({
        account,
        row: ({ position, row }) => {
          if (isMeant(filter, row)) subscriber.next({ type: 'row', id: String(position), data: logRow(row) });
        },
        skipped: (count) => subscriber.next({ type: 'skipped', data: { count } }),
      });
      const keepAlive = setInterval(() => subscriber.next({ comment: 'keep-alive' }), KEEP_ALIVE_MS);
      const look = setInterval(() => {
        if (!this.callers.stands(caller, 'logs.read')) end('session_ended');
      }, LOOK_EVERY_MS);
      this.traffic.draining.addEventListener('abort', stopping, { once: true });
      void this.tail.following.then(() => subscriber.next({ comment: 'following' }));
      if (this.traffic.stopping) stopping();
      return () => {
        this.traffic.draining.removeEventListener('abort', stopping);
        clearInterval(keepAlive);
        clearInterval(look);
        unlisten();
        this.#close(who);
      };
    });
  }

  #close(who: string): void {
    const left = (this.#open.get(who) ?? 1) - 1;
    if (left > 0) this.#open.set(who, left);
    else this.#open.delete(who);
  }
}
