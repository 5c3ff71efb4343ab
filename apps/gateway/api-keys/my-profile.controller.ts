import { Controller, Get, Req } from '@nestjs/common';
import { CUSTOMER_TABLE } from '#identity';
import { ApiTags } from '../http/route/described.js';
import type { FastifyRequest } from 'fastify';
import { CurrentCustomer } from '../auth/caller.js';
import type { CustomerCaller } from '../auth/callers.js';
import { CustomerDocuments } from '../customers/customers.document.js';
import { CUSTOMER } from '../customers/customers.openapi.js';
import { ReadPositions } from '../ground/read-positions.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ForCustomers } from '../http/route/access.js';
import { oneOf } from '../http/route/example.js';
import { Documented, ok } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { apiKeyDocument } from './api-keys.document.js';
import { API_KEY } from './api-keys.openapi.js';

/** Why a customer was suspended is between admins. */
const { suspension_reason: _reason, ...SHOWN } = CUSTOMER;

const OF_MEMBER = {
  customer: { id: 'cus_01kb', name: 'Ada', currency: 'USD', time_zone: 'UTC', status: 'active' },
  person: 'per_01kb',
  role: 'owner',
  permissions: ['billing.read'],
};

@ApiTags('me')
@Controller('me')
export class MyProfileController {
  constructor(
    private readonly documents: CustomerDocuments,
    private readonly positions: ReadPositions,
  ) {}

  /** Whose a key or a session is and what it may do: any may ask. Who that is by name and e-mail, a key that may read what was billed is told. */
  @Get()
  @ForCustomers('account.read', 'billing:read', 'inference', 'keys:write')
  @Documented({ answer: ok(oneOf({ ...SHOWN, key: API_KEY }, OF_MEMBER)) })
  @Runs('the caller itself')
  async read(@CurrentCustomer() caller: CustomerCaller, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { suspension_reason: _reason, name, email, ...document } = await this.documents.of(caller.customer);
    const { id, account, ...rest } = document;
    if (!('key' in caller)) {
      const { currency, time_zone, status } = rest;
      const { person, role } = caller;
      return { customer: { id, name, currency, time_zone, status }, person: person.person, role, permissions: CUSTOMER_TABLE[role] };
    }
    const { key } = caller;
    const person = key.scopes.includes('billing:read') ? { name, email } : {};
    return { id, account, ...person, ...rest, key: apiKeyDocument(key, new Date().toISOString()) };
  }
}
