import { Clock } from '#process';
import { Controller, Delete, HttpCode, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../http/errors/refusal.js';
import { JsonBody } from '../http/input/json-body.js';
import { ForAdmins } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented, NOTHING } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { whenWritten } from '../idempotency/written.js';
import { CurrentAdmin } from './caller.js';
import type { AdminCaller } from './admin-authenticator.js';
import { answered } from './answered.js';
import { askingOf } from './asking.js';
import { SessionCookies } from './session.cookie.js';
import { ChangePassword, EndAllSessions } from './sessions.commands.js';

class NewPassword {
  @IsString()
  @Length(1, 1_024)
  current_password!: string;

  /** As long as the environment wants the first one. */
  @IsString()
  @Length(8, 1_024)
  new_password!: string;
}

/** What an admin does about passwords and sessions, beside signing in and out. */
@ApiTags('session')
@ForAdmins()
@Controller('admin')
export class AdminSessionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly once: OncePerKey,
    private readonly cookies: SessionCookies,
    private readonly clock: Clock,
  ) {}

  /** Whoever changes it stays signed in, by the cookie that comes with the answer. */
  @ApiOperation({ summary: 'Changes the password of the admin who is signed in, and ends all sessions of that admin' })
  @Put('me/password')
  @HttpCode(204)
  @Documented({ body: { current_password: 'the password of the first start', new_password: 'another password' }, answer: NOTHING })
  @Runs(ChangePassword)
  async changePassword(
    @JsonBody(NewPassword) { current_password: current, new_password: next }: NewPassword,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { session } = caller;
    if (!session)
      return refuse('PERMISSION_DENIED', { message: 'The admin token is nobody: sign in (POST /session) to change a password' });
    const { admin } = session;
    let generation: number | undefined;
    const outcome = await this.once.run(askingOf(caller, request), {}, async (_ids, origin) => {
      const facts = { current, next, address: request.ip };
      return whenWritten(await this.commands.execute(new ChangePassword(admin, facts, origin)), ({ state, position }) => {
        generation = state.generation;
        return { document: {}, position };
      });
    });
    answered(reply, outcome);
    if (generation !== undefined) reply.header('set-cookie', this.cookies.issue({ admin, generation }, this.clock.nowMs(), request));
  }

  @ApiOperation({ summary: 'Ends every session of every admin, on every gateway; the admin token goes on' })
  @Delete('sessions')
  @HttpCode(204)
  @Documented({ answer: NOTHING })
  @Runs(EndAllSessions)
  async endAll(
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const outcome = await this.once.run(askingOf(caller, request), {}, async (_ids, origin) => ({
      document: {},
      position: await this.commands.execute(new EndAllSessions(origin)),
    }));
    answered(reply, outcome);
    if (caller.session) reply.header('set-cookie', this.cookies.clear(request));
  }
}
