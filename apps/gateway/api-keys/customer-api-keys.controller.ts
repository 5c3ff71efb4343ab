import { Directory } from '#catalog';
import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/access.guard.js';
import type { AdminCaller } from '../auth/admin-authenticator.js';
import { JsonBody } from '../http/input/json-body.js';
import { refuse } from '../http/errors/refusal.js';
import { NewApiKey, Rotation } from './api-keys.dto.js';
import { ApiKeys } from './api-keys.service.js';

@ApiTags('customers')
@Controller('admin/customers/:customer/api-keys')
export class CustomerApiKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly directory: Directory,
  ) {}

  @Get()
  list(@Param('customer') customer: string, @Req() request: FastifyRequest): Promise<object> {
    if (!this.directory.customer(customer)) refuse('NOT_FOUND', { message: 'There is no such customer' });
    return this.keys.list(customer, request);
  }

  @Post()
  issue(
    @Param('customer') customer: string,
    @JsonBody(NewApiKey) body: NewApiKey,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.keys.issue({ customer, caller, request, reply }, body);
  }

  @Post(':key/rotate')
  @HttpCode(200)
  rotate(
    @Param('customer') customer: string,
    @Param('key') key: string,
    @JsonBody(Rotation, { optional: true }) body: Rotation,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.keys.rotate({ customer, caller, request, reply }, key, body);
  }

  @Delete(':key')
  @HttpCode(204)
  revoke(
    @Param('customer') customer: string,
    @Param('key') key: string,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    return this.keys.revoke({ customer, caller, request, reply }, key);
  }
}
