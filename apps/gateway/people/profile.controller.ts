import { LANGUAGES, type Language } from '#identity';
import { Controller, Get, HttpCode, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered } from '../auth/answered.js';
import { askingOf } from '../auth/asking.js';
import { CurrentPerson } from '../auth/caller.js';
import type { PersonCaller } from '../auth/callers.js';
import { NewPassword, Passwords } from '../auth/passwords.js';
import { ChangePassword } from '../auth/sessions.commands.js';
import { JsonBody } from '../http/input/json-body.js';
import { parseJsonObject, rawBody } from '../http/input/json.js';
import { ForAnyone, ForPeople, StepUp } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented, NOTHING } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { nothingToShow, whenWritten } from '../idempotency/written.js';
import { Features } from './features.js';
import { SetPreferences } from './preferences.commands.js';
import { SessionDocuments } from './session.document.js';
import { SESSION } from './session.openapi.js';

class NewPreferences {
  /** Null: as the browser asks. */
  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;

  /** Of the IANA database. Null: as the browser has it. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  time_zone?: string;
}

/** Who is signed in, and what they want of us. */
@ApiTags('session')
@ForPeople()
@Controller('session')
export class ProfileController {
  constructor(
    private readonly commands: CommandBus,
    private readonly once: OncePerKey,
    private readonly documents: SessionDocuments,
    private readonly features: Features,
    private readonly passwords: Passwords,
  ) {}

  @ApiOperation({ summary: 'Who is signed in, what they may, and what they sign in with' })
  @Get()
  @Documented(SESSION.read)
  @Runs('the session itself')
  read(
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    reply.header('cache-control', 'no-store');
    return this.documents.of(caller, request);
  }

  @ApiOperation({ summary: 'What a page has to know before anybody has signed in' })
  @Get('installation')
  @ForAnyone()
  @Documented(SESSION.installation)
  @Runs('the environment')
  installation(@Req() request: FastifyRequest): object {
    return {
      name: 'Tokenok',
      public_url: this.features.publicUrl,
      features: this.documents.offered(request),
      languages: LANGUAGES,
      has_started: true,
    };
  }

  /** Whoever changes it stays signed in, by the cookie that comes with the answer. */
  @ApiOperation({ summary: 'Changes the password of whoever is signed in, and ends all other sessions of that person' })
  @Put('password')
  @HttpCode(204)
  @StepUp()
  @Documented({ body: { current_password: 'the password of the first start', new_password: 'another password' }, answer: NOTHING })
  @Runs(ChangePassword)
  async changePassword(
    @JsonBody(NewPassword) body: NewPassword,
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.passwords.change(body, caller, request, reply);
  }

  @ApiOperation({ summary: 'Language and time zone; what is absent stays, null leaves it to the browser' })
  @Put('preferences')
  @HttpCode(204)
  @Documented({ body: { language: 'en', time_zone: 'Europe/Vienna' }, answer: NOTHING })
  @Runs(SetPreferences)
  async prefer(
    @JsonBody(NewPreferences) { language, time_zone: timeZone }: NewPreferences,
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const given = parseJsonObject(rawBody(request));
    const preferences = {
      ...('language' in given && { language: language ?? null }),
      ...('time_zone' in given && { timeZone: timeZone ?? null }),
    };
    const outcome = await this.once.run(askingOf(caller, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new SetPreferences(caller.person.person, preferences, origin)), nothingToShow),
    );
    answered(reply, outcome);
  }
}
