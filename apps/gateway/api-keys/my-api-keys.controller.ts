import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnyScope, CurrentKey } from '../auth/access.guard.js';
import type { KeyCaller } from '../auth/key-authenticator.js';
import { JsonBody } from '../http/input/json-body.js';
import { NewApiKey, Rotation } from './api-keys.dto.js';
import { ApiKeys } from './api-keys.service.js';

/** The caller's customer's keys; the key that asks is one of them and may rotate or revoke itself. */
@ApiTags('me')
@AnyScope('keys:write')
@Controller('me/api-keys')
export class MyApiKeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Get()
  @AnyScope('billing:read', 'keys:write')
  list(@CurrentKey() { customer }: KeyCaller, @Req() request: FastifyRequest): Promise<object> {
    return this.keys.list(customer.customer, request);
  }

  @Post()
  issue(
    @JsonBody(NewApiKey) body: NewApiKey,
    @CurrentKey() caller: KeyCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.keys.issue({ customer: caller.customer.customer, caller, request, reply }, body);
  }

  @Post(':key/rotate')
  @HttpCode(200)
  rotate(
    @Param('key') key: string,
    @JsonBody(Rotation, { optional: true }) body: Rotation,
    @CurrentKey() caller: KeyCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.keys.rotate({ customer: caller.customer.customer, caller, request, reply }, key, body);
  }

  @Delete(':key')
  @HttpCode(204)
  revoke(
    @Param('key') key: string,
    @CurrentKey() caller: KeyCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    return this.keys.revoke({ customer: caller.customer.customer, caller, request, reply }, key);
  }
}
