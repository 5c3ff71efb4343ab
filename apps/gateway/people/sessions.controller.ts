import { sessionOf } from '#identity';
import { PersonalData } from '#vault';
import { Controller, Delete, Get, HttpCode, Param, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered } from '../auth/answered.js';
import { askingOf } from '../auth/asking.js';
import { CurrentPerson } from '../auth/caller.js';
import type { PersonCaller } from '../auth/callers.js';
import type { PersonWritten } from '../auth/person-writer.js';
import { EndSession, EndSessions } from '../auth/sessions.commands.js';
import { SessionCookies } from '../auth/session.cookie.js';
import { Sessions } from '../auth/sessions.js';
import { refuse } from '../http/errors/refusal.js';
import type { Page } from '../http/output/lists.js';
import { ForPeople } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented, NOTHING } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { nothingToShow, whenWritten } from '../idempotency/written.js';
import { clientWords } from './client-words.js';
import { SESSION } from './session.openapi.js';

/** Where somebody is signed in, and how to end it. */
@ApiTags('session')
@ForPeople()
@Controller('session/sessions')
export class SessionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly once: OncePerKey,
    private readonly sessions: Sessions,
    private readonly cookies: SessionCookies,
    private readonly personalData: PersonalData,
  ) {}

  /** At most fifty, newest first: they need no pages. */
  @ApiOperation({ summary: 'The open sessions of whoever is signed in' })
  @Get()
  @Documented(SESSION.list)
  @Runs('the session itself')
  async list(@CurrentPerson() { person, session: own }: PersonCaller): Promise<Page<object>> {
    const rows = person.sessions.toReversed().map(async (session) => {
      const { session: id, opened_at, expires_at, factors, client, address } = session;
      const lastUseMs = await this.sessions.lastUse(session);
      if (this.sessions.isOver(session, lastUseMs)) return [];
      const sealed = { ...(client !== undefined && { client }), ...(address !== undefined && { address }) };
      const opened = await this.personalData.open<'client' | 'address'>(person.person, sealed as Record<'client' | 'address', string>);
      const from = { address: opened.address ?? null, client: clientWords(opened.client ?? null) };
      return [
        { id, current: id === own.session, opened_at, last_used_at: new Date(lastUseMs).toISOString(), expires_at, ...from, factors },
      ];
    });
    return { data: (await Promise.all(rows)).flat(), has_more: false, next_cursor: null };
  }

  @ApiOperation({ summary: 'Ends one of them, on every gateway' })
  @Delete(':id')
  @HttpCode(204)
  @Documented({ answer: NOTHING, refusals: [409, 422] })
  @Runs(EndSession)
  async end(
    @Param('id') id: string,
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { person, session } = caller;
    if (!sessionOf(person, id)) refuse('NOT_FOUND', { message: 'There is no such session of yours' });
    await this.run(caller, request, reply, (origin) => new EndSession(person.person, id, 'revoked', origin));
    if (id === session.session) reply.header('set-cookie', this.cookies.clear(request));
  }

  @ApiOperation({ summary: 'Ends all but this one, on every gateway' })
  @Delete()
  @HttpCode(204)
  @Documented({ answer: NOTHING, refusals: [409, 422] })
  @Runs(EndSessions)
  async endOthers(
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { person, session } = caller;
    await this.run(caller, request, reply, (origin) => new EndSessions(person.person, session.session, origin));
  }

  private async run(
    caller: PersonCaller,
    request: FastifyRequest,
    reply: FastifyReply,
    command: (origin: EndSession['origin']) => EndSession | EndSessions,
  ): Promise<void> {
    const outcome = await this.once.run(askingOf(caller, request), {}, async (_ids, origin) => {
      const written: PersonWritten = await this.commands.execute(command(origin));
      return whenWritten(written, nothingToShow);
    });
    answered(reply, outcome);
  }
}
