import { Directory } from '#directory';
import { mintCommandId } from '#event-store';
import { InstallationSecrets, hashEmail } from '#identity';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { thrown } from '../auth/answered.js';
import { administrationUntil } from '../auth/asking.js';
import { FrontDoor } from '../auth/front-door.js';
import { refuse } from '../http/errors/refusal.js';
import { JsonBody } from '../http/input/json-body.js';
import { tellPosition } from '../http/output/positions.js';
import { ForAnyone } from '../http/route/access.js';
import { ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { refusedBy } from '../idempotency/entity-refusals.js';
import { Mailer } from '../mail/mailer.js';
import { spokenIn } from '../mail/spoken.js';
import { Aside } from './aside.js';
import { LinkThrottle } from './link-throttle.js';
import { Address, NewPasswordByLink } from './links.dto.js';
import { LINKS } from './links.openapi.js';
import { AskPasswordReset, ResetPassword } from './resets.commands.js';

/** A new password for who has forgotten theirs. */
@ApiTags('session')
@Controller('session')
export class ResetsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly mailer: Mailer,
    private readonly throttle: LinkThrottle,
    private readonly aside: Aside,
    private readonly door: FrontDoor,
  ) {}

  /** The same answer at the same moment, whether or not anybody has the address: what is to be done is done behind it. */
  @Post('reset-request')
  @HttpCode(202)
  @ForAnyone()
  @Documented(LINKS.askReset)
  @Runs(AskPasswordReset)
  async ask(@JsonBody(Address) { email }: Address, @Req() request: FastifyRequest): Promise<void> {
    this.door.refuseForeignWrite(request);
    const retryAfterSeconds = await this.throttle.waitOf(this.door.addressOf(request));
    if (retryAfterSeconds !== undefined) refuse('RATE_LIMITED', { message: 'Too many links were asked for', retryAfterSeconds });
    const language = spokenIn(request.headers['accept-language']);
    const origin = { actor: 'system', cause: request.id, commandId: mintCommandId() };
    this.aside.run(async () => {
      const addressHash = hashEmail(this.installation.pepper, email);
      const isAllowed = await this.throttle.mayWriteTo(addressHash);
      const person = this.directory.personByAddress(addressHash);
      if (this.mailer.isOn && isAllowed && person) await this.commands.execute(new AskPasswordReset(person.person, language, origin));
    });
  }

  @Post('reset')
  @HttpCode(204)
  @ForAnyone('the token of a link')
  @Documented(LINKS.reset)
  @Runs(ResetPassword)
  async reset(
    @JsonBody(NewPasswordByLink) { token, new_password: password }: NewPasswordByLink,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    this.door.refuseForeignWrite(request);
    const origin = { cause: request.id, commandId: mintCommandId(), untilMs: administrationUntil() };
    const written = await this.commands.execute(new ResetPassword(token, password, origin));
    if (written.refusal) throw thrown(refusedBy(written.refusal));
    tellPosition(reply, written.position);
  }
}
