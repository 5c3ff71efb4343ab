import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyScope, CurrentKey } from '../auth/access.guard.js';
import type { KeyCaller } from '../auth/key-authenticator.js';
import type { FastifyRequest } from 'fastify';
import { awaitMinPosition } from '../http/output/positions.js';
import { ReadPositions } from '../ground/read-positions.js';
import { apiKeyDocument } from './api-keys.document.js';
import { CustomerDocuments } from '../customers/customers.document.js';

@ApiTags('me')
@Controller('me')
export class MyProfileController {
  constructor(
    private readonly documents: CustomerDocuments,
    private readonly positions: ReadPositions,
  ) {}

  /** Who a key belongs to and what it may do: any key may ask. */
  @Get()
  @AnyScope('billing:read', 'inference', 'keys:write')
  async read(@CurrentKey() { key, customer }: KeyCaller, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { suspension_reason: _reason, ...document } = await this.documents.of(customer);
    return { ...document, key: apiKeyDocument(key, new Date().toISOString()) };
  }
}
