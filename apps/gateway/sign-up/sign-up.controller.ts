import { Environment } from '#process';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Directory } from '#directory';
import { InstallationSecrets, hashEmail, normaliseEmail } from '#identity';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { administrationUntil } from '../auth/asking.js';
import { FrontDoor } from '../auth/front-door.js';
import { SessionOpener, clientOf } from '../auth/session-opener.js';
import { SessionCookies } from '../auth/session.cookie.js';
import { SESSION_MS } from '../auth/sessions.js';
import { refuse } from '../http/errors/refusal.js';
import { JsonBody } from '../http/input/json-body.js';
import { tellPosition } from '../http/output/positions.js';
import { ForAnyone } from '../http/route/access.js';
import { ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { Links } from '../mail/links.js';
import { Mailer } from '../mail/mailer.js';
import { spokenIn } from '../mail/spoken.js';
import { Aside } from '../links/aside.js';
import { LinkThrottle } from '../links/link-throttle.js';
import { Address } from '../links/links.dto.js';
import { SigningUp } from './sign-up.dto.js';
import { SIGN_UP } from './sign-up.openapi.js';
import { SignUp, SignUpTokens } from './sign-up.commands.js';

/** Where `TOKENOK_SIGNUP` is open: whoever proves an address makes a customer of their own. */
@ApiTags('session')
@Controller('session/sign-up')
export class SignUpController {
  constructor(
    private readonly commands: CommandBus,
    private readonly environment: Environment,
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly tokens: SignUpTokens,
    private readonly mailer: Mailer,
    private readonly links: Links,
    private readonly throttle: LinkThrottle,
    private readonly aside: Aside,
    private readonly opener: SessionOpener,
    private readonly cookies: SessionCookies,
    private readonly door: FrontDoor,
  ) {}

  /** The same answer at the same moment, whether or not anybody has the address; whoever has it is written to in either case. */
  @Post()
  @HttpCode(202)
  @ForAnyone()
  @Documented(SIGN_UP.ask)
  @Runs('a mail')
  async ask(@JsonBody(Address) { email }: Address, @Req() request: FastifyRequest): Promise<void> {
    this.assertOpen();
    this.door.refuseForeignWrite(request);
    const retryAfterSeconds = await this.throttle.waitOf(this.door.addressOf(request));
    if (retryAfterSeconds !== undefined) refuse('RATE_LIMITED', { message: 'Too many links were asked for', retryAfterSeconds });
    const language = spokenIn(request.headers['accept-language']);
    this.aside.run(async () => {
      const addressHash = hashEmail(this.installation.pepper, email);
      if (!(await this.throttle.mayWriteTo(addressHash))) return;
      const holder = this.directory.personByAddress(addressHash);
      const { token, expiresAt } = this.tokens.make(email);
      const letter = holder?.is_proven
        ? ({ kind: 'known' } as const)
        : ({ kind: 'sign_up', link: this.links.to('sign-up', token), expiresAt } as const);
      this.mailer.send(normaliseEmail(email), letter, holder?.language ?? language);
    });
  }

  @Post('confirm')
  @HttpCode(200)
  @ForAnyone('the token of a link')
  @Documented(SIGN_UP.confirm)
  @Runs(SignUp)
  async confirm(
    @JsonBody(SigningUp) body: SigningUp,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    this.assertOpen();
    this.door.refuseForeignWrite(request);
    const asked = { cause: request.id, untilMs: administrationUntil() };
    const { person, customer, position } = await this.commands.execute(new SignUp(body, asked));
    const { session } = await this.opener.open(person, { factors: ['password'] }, clientOf(request, this.door), request.id);
    tellPosition(reply, position);
    reply.header('cache-control', 'no-store');
    reply.header('set-cookie', this.cookies.issue({ person: person.person, session: session.session }, SESSION_MS, request));
    return { person: person.person, customer, expires_at: session.expires_at };
  }

  private assertOpen(): void {
    if (this.environment.signUp !== 'open') refuse('NOT_FOUND', { message: 'Nobody signs up here: an owner, or whoever runs it, invites' });
  }
}
