import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '../http/route/described.js';
import type { FastifyRequest } from 'fastify';
import { CurrentKey } from '../auth/caller.js';
import type { KeyCaller } from '../auth/key-authenticator.js';
import { CustomerDocuments } from '../customers/customers.document.js';
import { CUSTOMER } from '../customers/customers.openapi.js';
import { ReadPositions } from '../ground/read-positions.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ForKeys } from '../http/route/access.js';
import { Documented, ok } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { apiKeyDocument } from './api-keys.document.js';
import { API_KEY } from './api-keys.openapi.js';

/** Why a customer was suspended is between admins. */
const { suspension_reason: _reason, ...SHOWN } = CUSTOMER;

@ApiTags('me')
@Controller('me')
export class MyProfileController {
  constructor(
    private readonly documents: CustomerDocuments,
    private readonly positions: ReadPositions,
  ) {}

  /** Whose a key is and what it may do: any key may ask. Who that is by name and e-mail, a key that may read what was billed is told. */
  @Get()
  @ForKeys('billing:read', 'inference', 'keys:write')
  @Documented({ answer: ok({ ...SHOWN, key: API_KEY }) })
  @Runs('the caller itself')
  async read(@CurrentKey() { key, customer }: KeyCaller, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { suspension_reason: _reason, name, email, ...document } = await this.documents.of(customer);
    const { id, account, ...rest } = document;
    const person = key.scopes.includes('billing:read') ? { name, email } : {};
    return { id, account, ...person, ...rest, key: apiKeyDocument(key, new Date().toISOString()) };
  }
}
