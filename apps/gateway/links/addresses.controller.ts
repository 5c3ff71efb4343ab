import { InstallationSecrets, hashEmail, sessionOf } from '#identity';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered } from '../auth/answered.js';
import { askingOf } from '../auth/asking.js';
import { CurrentPerson } from '../auth/caller.js';
import type { PersonCaller } from '../auth/callers.js';
import { FrontDoor } from '../auth/front-door.js';
import { SessionCookies } from '../auth/session.cookie.js';
import { refuse } from '../http/errors/refusal.js';
import { JsonBody } from '../http/input/json-body.js';
import { ForPeople, StepUp } from '../http/route/access.js';
import { ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { nothingToShow, whenWritten } from '../idempotency/written.js';
import { Mailer } from '../mail/mailer.js';
import { spokenIn } from '../mail/spoken.js';
import { AskAddressChange, ConfirmAddress } from './addresses.commands.js';
import { LinkThrottle } from './link-throttle.js';
import { Address, AddressToken } from './links.dto.js';
import { LINKS } from './links.openapi.js';

/** The address that somebody signs in with. */
@ApiTags('session')
@ForPeople()
@Controller('session/address')
export class AddressesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly once: OncePerKey,
    private readonly installation: InstallationSecrets,
    private readonly mailer: Mailer,
    private readonly throttle: LinkThrottle,
    private readonly cookies: SessionCookies,
    private readonly door: FrontDoor,
  ) {}

  /** A link goes to the new address; nothing changes before it is followed. Also for the address that a person has and has not proven. */
  @Post()
  @HttpCode(202)
  @StepUp()
  @Documented(LINKS.askAddress)
  @Runs(AskAddressChange)
  async ask(
    @JsonBody(Address) { email }: Address,
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (!this.mailer.isOn) refuse('MAIL_OFF');
    const retryAfterSeconds = await this.throttle.waitOf(this.door.addressOf(request));
    if (retryAfterSeconds !== undefined) refuse('RATE_LIMITED', { message: 'Too many links were asked for', retryAfterSeconds });
    if (!(await this.throttle.mayWriteTo(hashEmail(this.installation.pepper, email)))) return;
    const facts = { email, language: spokenIn(request.headers['accept-language']) };
    const outcome = await this.once.run(askingOf(caller, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new AskAddressChange(caller.person.person, facts, origin)), nothingToShow),
    );
    answered(reply, outcome);
  }

  /** Of who is signed in: to have the mail is not enough to become somebody. */
  @Post('confirm')
  @HttpCode(204)
  @Documented(LINKS.confirmAddress)
  @Runs(ConfirmAddress)
  async confirm(
    @JsonBody(AddressToken) { token }: AddressToken,
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { person, session } = caller;
    const facts = { token, session: session.session };
    let isOver = false;
    const outcome = await this.once.run(askingOf(caller, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new ConfirmAddress(person.person, facts, origin)), (accepted) => {
        isOver = sessionOf(accepted.state, session.session) === undefined;
        return nothingToShow(accepted);
      }),
    );
    answered(reply, outcome);
    if (isOver) reply.header('set-cookie', this.cookies.clear(request));
  }
}
