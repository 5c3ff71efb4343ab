import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsOptional, IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { nothingToShow, whenWritten } from '../idempotency/written.js';
import { answered } from './answered.js';
import { askingOf } from './asking.js';
import type { PersonCaller } from './callers.js';
import { FrontDoor } from './front-door.js';
import { clientOf } from './session-opener.js';
import { SessionCookies } from './session.cookie.js';
import { ChangePassword } from './sessions.commands.js';
import { SESSION_MS } from './sessions.js';

export class NewPassword {
  /** Not of whoever has none. */
  @IsOptional()
  @IsString()
  @Length(1, 1_024)
  current_password?: string;

  /** As long as the environment wants the first one. */
  @IsString()
  @Length(8, 1_024)
  new_password!: string;
}

/** A password is changed in the same way wherever it is asked for. */
@Injectable()
export class Passwords {
  constructor(
    private readonly commands: CommandBus,
    private readonly once: OncePerKey,
    private readonly cookies: SessionCookies,
    private readonly door: FrontDoor,
  ) {}

  async change(
    { current_password: current = '', new_password: next }: NewPassword,
    caller: PersonCaller,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { person } = caller.person;
    let session: string | undefined;
    const outcome = await this.once.run(askingOf(caller, request), {}, async (_ids, origin) => {
      const facts = { current, next, client: clientOf(request, this.door) };
      const { written, opens } = await this.commands.execute(new ChangePassword(person, facts, origin));
      return whenWritten(written, (accepted) => {
        session = opens?.session;
        return nothingToShow(accepted);
      });
    });
    answered(reply, outcome);
    if (session !== undefined) reply.header('set-cookie', this.cookies.issue({ person, session }, SESSION_MS, request));
  }
}
