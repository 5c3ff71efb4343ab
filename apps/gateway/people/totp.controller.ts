import { Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentPerson } from '../auth/caller.js';
import type { PersonCaller } from '../auth/callers.js';
import { JsonBody } from '../http/input/json-body.js';
import { ForPeople, StepUp } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented, NOTHING } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OwnCommand } from '../auth/own-command.js';
import { FACTORS } from './session.openapi.js';
import { BeginTotp, ConfirmTotp, MakeRecoveryCodes, RemoveTotp, type OwnSession } from './totp.commands.js';

class ShownCode {
  /** Six digits, as the app shows them. */
  @IsString()
  @Length(6, 16)
  code!: string;
}

/** One-time codes of an authenticator app, and the recovery codes that stand in for them. */
@ApiTags('session')
@ForPeople()
@Controller('session')
export class TotpController {
  constructor(
    private readonly commands: CommandBus,
    private readonly own: OwnCommand,
  ) {}

  @ApiOperation({ summary: 'Begins with one-time codes: a secret for the app, shown once' })
  @Post('totp')
  @StepUp()
  @Documented(FACTORS.totp)
  @Runs(BeginTotp)
  begin(
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.own.run({ caller, request, reply }, (origin) => this.commands.execute(new BeginTotp(caller.person.person, origin)));
  }

  @ApiOperation({ summary: 'A code of the app turns one-time codes on; all other sessions end. Recovery codes are shown once' })
  @Post('totp/confirm')
  @HttpCode(200)
  @StepUp()
  @Documented(FACTORS.totpConfirmed)
  @Runs(ConfirmTotp)
  confirm(
    @JsonBody(ShownCode) { code }: ShownCode,
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.own.run({ caller, request, reply }, async (origin) => {
      const { written, shown } = await this.commands.execute(new ConfirmTotp(ownOf(caller), code, origin));
      return { written, shown: { recovery_codes: shown } };
    });
  }

  @ApiOperation({ summary: 'Turns one-time codes off, recovery codes with them; all other sessions end' })
  @Delete('totp')
  @HttpCode(204)
  @StepUp()
  @Documented({ answer: NOTHING, refusals: [409, 422] })
  @Runs(RemoveTotp)
  async remove(
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.own.run({ caller, request, reply }, async (origin) => ({
      written: await this.commands.execute(new RemoveTotp(ownOf(caller), origin)),
    }));
  }

  @ApiOperation({ summary: 'New recovery codes, shown once; those before are worth nothing any more, all other sessions end' })
  @Post('recovery-codes')
  @HttpCode(200)
  @StepUp()
  @Documented(FACTORS.recoveryCodes)
  @Runs(MakeRecoveryCodes)
  recoveryCodes(
    @CurrentPerson() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.own.run({ caller, request, reply }, async (origin) => {
      const { written, shown } = await this.commands.execute(new MakeRecoveryCodes(ownOf(caller), origin));
      return { written, shown: { recovery_codes: shown } };
    });
  }
}

export const ownOf = ({ person, session }: PersonCaller): OwnSession => ({ person: person.person, session: session.session });
