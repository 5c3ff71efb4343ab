import { mintCommandId } from '#event-store';
import { Clock } from '#process';
import { Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '../http/route/described.js';
import { IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JsonBody } from '../http/input/json-body.js';
import { ForAnyone } from '../http/route/access.js';
import { Documented, NOTHING, TIME, ok } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { tellPosition } from '../http/output/positions.js';
import { AdminAuthenticator } from './admin-authenticator.js';
import { FrontDoor } from './front-door.js';
import { SESSION_SECONDS, SessionCookies } from './session.cookie.js';
import { EndSession } from './sessions.commands.js';
import { SignIn } from './sign-in.handler.js';

class Credentials {
  @IsString()
  @Length(1, 320)
  email!: string;

  @IsString()
  @Length(1, 1_024)
  password!: string;
}

@ApiTags('session')
@ForAnyone('e-mail and password')
@Controller('session')
export class SessionController {
  constructor(
    private readonly commands: CommandBus,
    private readonly cookies: SessionCookies,
    private readonly admins: AdminAuthenticator,
    private readonly door: FrontDoor,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @Documented({
    body: { email: 'admin@tokenok.local', password: 'the password of the first start' },
    answer: ok({ admin: 'adm_01kb', expires_at: TIME }),
    refusals: [401, 403, 429],
  })
  @Runs(SignIn)
  async open(
    @JsonBody(Credentials) { email, password }: Credentials,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    this.door.refuseForeignPage(request);
    const { admin, generation } = await this.commands.execute(new SignIn(email, password, this.door.addressOf(request)));
    const nowMs = this.clock.nowMs();
    reply.header('set-cookie', this.cookies.issue({ admin, generation }, nowMs, request));
    return { admin, expires_at: new Date(nowMs + SESSION_SECONDS * 1_000).toISOString() };
  }

  /** The session is over for good, whoever has copied the cookie. Ending one that is not there is the same as ending one. */
  @Delete()
  @HttpCode(204)
  @ForAnyone()
  @Documented({ answer: NOTHING })
  @Runs(EndSession)
  async close(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const session = this.admins.session(request);
    if (session) {
      const origin = { actor: `admin:${session.admin}`, cause: request.id, commandId: mintCommandId() };
      const written = await this.commands.execute(new EndSession(session, origin));
      if (!written.refusal) tellPosition(reply, written.position);
    }
    reply.header('set-cookie', this.cookies.clear(request));
  }
}
