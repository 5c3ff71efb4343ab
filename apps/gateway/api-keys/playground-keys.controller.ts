import { Clock } from '#process';
import { Controller, Post, Req, Res } from '@nestjs/common';
import { IsOptional, IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered } from '../auth/answered.js';
import { askingOf } from '../auth/asking.js';
import { CurrentMember } from '../auth/caller.js';
import type { MemberCaller } from '../auth/callers.js';
import { JsonBody } from '../http/input/json-body.js';
import { ForCustomers } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { IssueKey } from './api-keys.commands.js';
import { API_KEYS } from './api-keys.openapi.js';
import { ApiKeys } from './api-keys.service.js';

/** How long a key of the playground works. */
export const PLAYGROUND_KEY_MS = 3_600_000;

class PlaygroundKey {
  /** What the list of keys calls it. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  name?: string;
}

/** The playground calls `/v1` as any program does: with a key of its own, which the page keeps in memory and which soon ends. */
@ApiTags('me')
@ForCustomers('playground.use')
@Controller('me/playground/keys')
export class PlaygroundKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly clock: Clock,
  ) {}

  @ApiOperation({ summary: 'A key for the playground: it calls models for an hour, and does nothing else' })
  @Post()
  @Documented(API_KEYS.playground)
  @Runs(IssueKey)
  async issue(
    @JsonBody(PlaygroundKey, { optional: true }) { name = 'Playground' }: PlaygroundKey,
    @CurrentMember() caller: MemberCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const expires = new Date(this.clock.nowMs() + PLAYGROUND_KEY_MS).toISOString();
    const key = { name, scopes: ['inference'], expires_at: expires };
    return answered(reply, await this.keys.issue(askingOf(caller, request), caller.customer.customer, key, caller));
  }
}
