import { mintCommandId } from '#event-store';
import type { Person } from '#identity';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsOptional, IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { thrown } from '../auth/answered.js';
import { administrationUntil } from '../auth/asking.js';
import { CurrentPerson } from '../auth/caller.js';
import type { PersonCaller } from '../auth/callers.js';
import { FrontDoor } from '../auth/front-door.js';
import { STEP_UP_MS } from '../auth/sessions.js';
import { JsonBody } from '../http/input/json-body.js';
import { tellPosition } from '../http/output/positions.js';
import { ForPeople } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { refusedBy } from '../idempotency/entity-refusals.js';
import { SESSION } from './session.openapi.js';
import { StepUp } from './step-up.commands.js';

class KnownFactorsAgain {
  @IsString()
  @Length(1, 1_024)
  password!: string;

  /** Of an authenticator app, or a recovery code; where there are codes. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  code?: string;
}

/** Shows once more who is there, before keys, money, roles, policies and credentials. */
@ApiTags('session')
@ForPeople()
@Controller('session/step-up')
export class StepUpController {
  constructor(
    private readonly commands: CommandBus,
    private readonly door: FrontDoor,
  ) {}

  @ApiOperation({ summary: 'For ten minutes this session may do what is sensitive' })
  @Post()
  @HttpCode(200)
  @Documented({ body: { password: 'the password of the first start' }, ...SESSION.steppedUp, refusals: [409, 429] })
  @Runs(StepUp)
  async stepUp(
    @JsonBody(KnownFactorsAgain) { password, code }: KnownFactorsAgain,
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { actor, person, session } = caller;
    const origin = { actor, cause: request.id, commandId: mintCommandId(), untilMs: administrationUntil() };
    const facts = { password, code, address: this.door.addressOf(request) };
    const written = await this.commands.execute(new StepUp(person.person, session.session, facts, origin));
    if (written.refusal) throw thrown(refusedBy(written.refusal));
    tellPosition(reply, written.position);
    return steppedUp(written.state, caller);
  }
}

/** Until when; by what the command has made of the session. */
export function steppedUp({ sessions }: Person, { session }: PersonCaller): object {
  const shownAt = sessions.find((each) => each.session === session.session)?.shown_at ?? session.shown_at;
  return { step_up_until: new Date(Date.parse(shownAt) + STEP_UP_MS).toISOString() };
}
