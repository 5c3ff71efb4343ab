import type { Directory } from '#catalog';
import { hashKey, isWellFormedKey, type Scope } from '#identity';
import type { FastifyRequest } from 'fastify';
import { HttpRefusal } from '../http/refusal.js';
import type { Caller } from './caller.js';

const UNKNOWN_KEY = { message: 'The API key is not valid. Send it as `Authorization: Bearer <key>` or `x-api-key: <key>`' };

/** Finds out who calls `/v1`, from memory: no store is asked. The key itself never leaves this function. */
export class KeyAuthentication {
  constructor(
    private readonly directory: Directory,
    private readonly pepper: Uint8Array,
  ) {}

  /** Throws `INVALID_API_KEY`, `PERMISSION_DENIED` for a missing scope, `ACCOUNT_SUSPENDED`. */
  authenticate(request: FastifyRequest, scope: Scope, now = new Date().toISOString()): Caller {
    const secret = presentedKey(request);
    if (secret === undefined || !isWellFormedKey(secret)) throw new HttpRefusal('INVALID_API_KEY', UNKNOWN_KEY);
    const found = this.directory.findKey(hashKey(this.pepper, secret), now);
    if (!found) throw new HttpRefusal('INVALID_API_KEY', UNKNOWN_KEY);
    if (found.status !== 'active' && found.status !== 'suspended') {
      throw new HttpRefusal('INVALID_API_KEY', { message: `The API key is ${found.status}` });
    }
    const { key, customer } = found;
    if (!key.scopes.includes(scope)) throw new HttpRefusal('PERMISSION_DENIED', { message: `The API key lacks the scope ${scope}` });
    if (found.status === 'suspended' && scope === 'inference') throw new HttpRefusal('ACCOUNT_SUSPENDED');
    return { key: key.key, customer: customer.customer, account: customer.account, currency: customer.currency, policy: key.policy };
  }
}

function presentedKey({ headers }: FastifyRequest): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined && /^bearer /i.test(authorization)) return authorization.slice(7).trim();
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key.trim() : undefined;
}
