import { sameSecret } from '#identity';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Secrets } from '../ground/secrets.js';
import type { TokenCaller } from './callers.js';
import { bearerOf } from './credentials.js';

const TOKEN: TokenCaller = { actor: 'admin:token' };

/** The admin token, where the installation has one: programs that administer it. It may whatever its owner may, and is nobody. */
@Injectable()
export class AdminAuthenticator {
  constructor(private readonly secrets: Secrets) {}

  find({ headers }: Pick<FastifyRequest, 'headers'>): TokenCaller | undefined {
    const token = bearerOf(headers);
    const { adminToken } = this.secrets;
    return token !== undefined && adminToken !== undefined && sameSecret(token, adminToken) ? TOKEN : undefined;
  }
}
