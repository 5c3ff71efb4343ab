import { Directory } from '#directory';
import { mintCommandId } from '#event-store';
import { Clock } from '#process';
import { Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '../http/route/described.js';
import { IsOptional, IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JsonBody } from '../http/input/json-body.js';
import { ForAnyone } from '../http/route/access.js';
import { Documented, NOTHING, TIME, ok } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { tellPosition } from '../http/output/positions.js';
import type { PersonCaller } from './callers.js';
import { FrontDoor } from './front-door.js';
import { KnownBrowsers } from './known-browsers.js';
import { clientOf } from './session-opener.js';
import { SessionCookies } from './session.cookie.js';
import { EndSession } from './sessions.commands.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.handler.js';

class PasswordAndCode {
  @IsString()
  @Length(1, 320)
  email!: string;

  @IsString()
  @Length(1, 1_024)
  password!: string;

  /** Of an authenticator app, or a recovery code. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  code?: string;
}

export const SIGNED_IN = { person: 'per_01kb', admin: 'per_01kb', expires_at: TIME, second_factor: true };

@ApiTags('session')
@ForAnyone('e-mail and password')
@Controller('session')
export class SessionController {
  constructor(
    private readonly commands: CommandBus,
    private readonly cookies: SessionCookies,
    private readonly browsers: KnownBrowsers,
    private readonly sessions: Sessions,
    private readonly directory: Directory,
    private readonly door: FrontDoor,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @Documented({
    body: { email: 'admin@tokenok.local', password: 'the password of the first start' },
    answer: ok(SIGNED_IN),
    refusals: [401, 403, 409, 429],
  })
  @Runs(SignIn)
  async open(
    @JsonBody(PasswordAndCode) credentials: PasswordAndCode,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    this.door.refuseForeignWrite(request);
    const signIn = new SignIn(credentials, clientOf(request, this.door), request.id, this.browsers.read(request));
    const opened = await this.commands.execute(signIn);
    const isAdmin = this.directory.installationRoleOf(opened.person.person) !== null;
    const answer = signedIn(opened, isAdmin, this.cookies, this.clock.nowMs(), request, reply);
    reply.header('set-cookie', this.browsers.issue(opened.person.person, request));
    return answer;
  }

  /** The session is over for good, whoever has copied the cookie. Ending one that is not there is the same as ending one. */
  @Delete()
  @HttpCode(204)
  @ForAnyone()
  @Documented({ answer: NOTHING })
  @Runs(EndSession)
  async close(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const found = this.sessions.find(request);
    if (found) {
      const { actor, person, session } = found;
      const origin = { actor, cause: request.id, commandId: mintCommandId() };
      const written = await this.commands.execute(new EndSession(person.person, session.session, 'signed_out', origin));
      if (!written.refusal) tellPosition(reply, written.position);
    }
    reply.header('set-cookie', this.cookies.clear(request));
  }
}

/** The cookie, and what is said beside it. `admin` is for scripts: of whoever has a role of the installation. */
export function signedIn(
  { person, session }: PersonCaller,
  isAdmin: boolean,
  cookies: SessionCookies,
  nowMs: number,
  request: FastifyRequest,
  reply: FastifyReply,
): object {
  const { person: id, totp } = person;
  const endsAtMs = Date.parse(session.expires_at);
  reply.header('set-cookie', cookies.issue({ person: id, session: session.session }, endsAtMs - nowMs, request));
  return { person: id, ...(isAdmin && { admin: id }), expires_at: session.expires_at, second_factor: totp !== undefined };
}
