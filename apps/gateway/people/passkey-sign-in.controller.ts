import { Directory } from '#directory';
import { mintCommandId } from '#event-store';
import { Clock } from '#process';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsObject, IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { thrown } from '../auth/answered.js';
import { administrationUntil } from '../auth/asking.js';
import { CurrentPerson } from '../auth/caller.js';
import type { PersonCaller } from '../auth/callers.js';
import { FrontDoor } from '../auth/front-door.js';
import { signedIn } from '../auth/session.controller.js';
import { SessionCookies } from '../auth/session.cookie.js';
import { clientOf } from '../auth/session-opener.js';
import { JsonBody } from '../http/input/json-body.js';
import { tellPosition } from '../http/output/positions.js';
import { ForAnyone, ForPeople } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { refusedBy } from '../idempotency/entity-refusals.js';
import { Features } from './features.js';
import { SignInByPasskey, StepUpByPasskey } from './passkeys.commands.js';
import { Passkeys } from './passkeys.js';
import { FACTORS } from './session.openapi.js';
import { steppedUp } from './step-up.controller.js';
import { ownOf } from './totp.controller.js';

class Signature {
  @IsString()
  @Length(1, 2_048)
  challenge_id!: string;

  /** AuthenticationResponseJSON of Web Authentication. */
  @IsObject()
  response!: object;
}

/** Signing in, and showing once more who is there, by a passkey. */
@ApiTags('session')
@Controller('session')
export class PasskeySignInController {
  constructor(
    private readonly commands: CommandBus,
    private readonly passkeys: Passkeys,
    private readonly features: Features,
    private readonly cookies: SessionCookies,
    private readonly directory: Directory,
    private readonly door: FrontDoor,
    private readonly clock: Clock,
  ) {}

  @ApiOperation({ summary: 'What a browser signs in by (PublicKeyCredentialRequestOptionsJSON)' })
  @Post('passkey/options')
  @HttpCode(200)
  @ForAnyone()
  @Documented(FACTORS.requestOptions)
  @Runs('the environment')
  options(@Req() request: FastifyRequest): Promise<object> {
    this.door.refuseForeignWrite(request);
    return this.passkeys.toSign(this.features.partyOf(request), { what: 'sign_in' });
  }

  @ApiOperation({ summary: 'Signs in by what a passkey has signed' })
  @Post('passkey')
  @HttpCode(200)
  @ForAnyone('a passkey')
  @Documented(FACTORS.signedIn)
  @Runs(SignInByPasskey)
  async open(
    @JsonBody(Signature) { challenge_id: challengeId, response }: Signature,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    this.door.refuseForeignWrite(request);
    const client = clientOf(request, this.door);
    const party = this.features.partyOf(request);
    const opened = await this.commands.execute(new SignInByPasskey(party, { challengeId, response }, client, request.id));
    const isAdmin = this.directory.installationRoleOf(opened.person.person) !== null;
    return signedIn(opened, isAdmin, this.cookies, this.clock.nowMs(), request, reply);
  }

  @ApiOperation({ summary: 'What a browser steps up by (PublicKeyCredentialRequestOptionsJSON)' })
  @Post('step-up/passkey/options')
  @HttpCode(200)
  @ForPeople()
  @Documented(FACTORS.requestOptions)
  @Runs('the person')
  stepUpOptions(@CurrentPerson() { person, session }: PersonCaller, @Req() request: FastifyRequest): Promise<object> {
    return this.passkeys.toSign(this.features.partyOf(request), { what: 'step_up', subject: session.session }, person);
  }

  @ApiOperation({ summary: 'For ten minutes this session may do what is sensitive' })
  @Post('step-up/passkey')
  @HttpCode(200)
  @ForPeople()
  @Documented(FACTORS.steppedUpByPasskey)
  @Runs(StepUpByPasskey)
  async stepUp(
    @JsonBody(Signature) { challenge_id: challengeId, response }: Signature,
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const origin = { actor: caller.actor, cause: request.id, commandId: mintCommandId(), untilMs: administrationUntil() };
    const party = this.features.partyOf(request);
    const written = await this.commands.execute(new StepUpByPasskey(ownOf(caller), party, { challengeId, response }, origin));
    if (written.refusal) throw thrown(refusedBy(written.refusal));
    tellPosition(reply, written.position);
    return steppedUp(written.state, caller);
  }
}
