import { Controller, Delete, HttpCode, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JsonBody } from '../http/input/json-body.js';
import { ForAdmins, ForOperators, StepUp } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented, NOTHING } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { CurrentAdmin, CurrentOperator } from './caller.js';
import type { AdminCaller, OperatorCaller } from './callers.js';
import { answered } from './answered.js';
import { askingOf } from './asking.js';
import { NewPassword, Passwords } from './passwords.js';
import { SessionCookies } from './session.cookie.js';
import { ChangePassword, EndAllSessions } from './sessions.commands.js';

/** What those who run the installation do about passwords and sessions, beside signing in and out. */
@ApiTags('session')
@ForAdmins('people.admin')
@Controller('admin')
export class AdminSessionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly once: OncePerKey,
    private readonly cookies: SessionCookies,
    private readonly passwords: Passwords,
  ) {}

  /** Whoever changes it stays signed in, by the cookie that comes with the answer. */
  @ApiOperation({ summary: 'Changes the password of whoever is signed in, and ends all other sessions of that person' })
  @Put('me/password')
  @HttpCode(204)
  @ForOperators('installation.read')
  @StepUp()
  @Documented({ body: { current_password: 'the password of the first start', new_password: 'another password' }, answer: NOTHING })
  @Runs(ChangePassword)
  async changePassword(
    @JsonBody(NewPassword) body: NewPassword,
    @CurrentOperator() caller: OperatorCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.passwords.change(body, caller, request, reply);
  }

  @ApiOperation({ summary: 'Ends every session of everybody with a role of the installation, on every gateway; the admin token goes on' })
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
    if (caller.person) reply.header('set-cookie', this.cookies.clear(request));
  }
}
