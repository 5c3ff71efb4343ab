import { Clock } from '#process';
import { Controller, Delete, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsObject, IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentPerson } from '../auth/caller.js';
import type { PersonCaller } from '../auth/callers.js';
import { JsonBody } from '../http/input/json-body.js';
import { ForPeople, StepUp } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented, NOTHING } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { Features } from './features.js';
import { OwnCommand } from '../auth/own-command.js';
import { AddPasskey, RemovePasskey } from './passkeys.commands.js';
import { Passkeys } from './passkeys.js';
import { FACTORS } from './session.openapi.js';
import { ownOf } from './totp.controller.js';

class CreatedPasskey {
  @IsString()
  @Length(1, 2_048)
  challenge_id!: string;

  /** By which its person knows it. */
  @IsString()
  @Length(1, 100)
  name!: string;

  /** RegistrationResponseJSON of Web Authentication. */
  @IsObject()
  response!: object;
}

/** Passkeys of whoever is signed in. */
@ApiTags('session')
@ForPeople()
@Controller('session/passkeys')
export class PasskeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly own: OwnCommand,
    private readonly passkeys: Passkeys,
    private readonly features: Features,
    private readonly clock: Clock,
  ) {}

  @ApiOperation({ summary: 'What a browser makes a passkey by (PublicKeyCredentialCreationOptionsJSON)' })
  @Post('options')
  @HttpCode(200)
  @StepUp()
  @Documented(FACTORS.creationOptions)
  @Runs('the person')
  options(@CurrentPerson() { person }: PersonCaller, @Req() request: FastifyRequest): Promise<object> {
    return this.passkeys.toCreate(this.features.partyOf(request), person, { what: 'register', subject: person.person });
  }

  @ApiOperation({ summary: 'Keeps the passkey that was made; all other sessions end' })
  @Post()
  @StepUp()
  @Documented(FACTORS.passkey)
  @Runs(AddPasskey)
  add(
    @JsonBody(CreatedPasskey) { challenge_id: challengeId, name, response }: CreatedPasskey,
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const party = this.features.partyOf(request);
    const created_at = this.clock.now();
    return this.own.run(
      { caller, request, reply },
      async (origin, { passkey: id = '' }) => {
        const facts = { passkey: id, name, given: { challengeId, response } };
        const written = await this.commands.execute(new AddPasskey(ownOf(caller), party, facts, origin));
        return { written, document: { id }, shown: { id, name, created_at } };
      },
      { passkey: 'pky' },
    );
  }

  @ApiOperation({ summary: 'Takes a passkey away; all other sessions end' })
  @Delete(':id')
  @HttpCode(204)
  @StepUp()
  @Documented({ answer: NOTHING, refusals: [409, 422] })
  @Runs(RemovePasskey)
  async remove(
    @Param('id') id: string,
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.own.run({ caller, request, reply }, async (origin) => ({
      written: await this.commands.execute(new RemovePasskey(ownOf(caller), id, origin)),
    }));
  }
}
