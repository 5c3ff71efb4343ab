import { Directory } from '#directory';
import { InstallationSecrets, hashKey, isWellFormedKey, type Scope } from '#identity';
import { Clock } from '#process';
import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { HttpRefusal } from '../http/errors/refusal.js';
import type { KeyCaller } from './callers.js';
import { apiKeyHeaderOf, presentedCredential } from './credentials.js';

/** What of a request tells its key; a key that a connection has brought before is not hashed again. */
export type KeyRequest = Pick<IncomingMessage, 'headers'> & { readonly raw: Pick<IncomingMessage, 'socket'> };

const CHALLENGE = { 'www-authenticate': 'Bearer' };

/** What a suspended customer may still do: read what it was charged. */
const KEPT_WHILE_SUSPENDED: readonly Scope[] = ['billing:read'];

/** API keys, checked in memory: a request waits for nothing here. No message ever repeats a key. */
@Injectable()
export class KeyAuthenticator {
  private readonly hashes = new WeakMap<Socket, { readonly secret: string; readonly hash: string }>();

  constructor(
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly clock: Clock,
  ) {}

  /** The caller, if its key has one of the scopes. Throws `UNAUTHENTICATED`, `INVALID_API_KEY`, `PERMISSION_DENIED`, `ACCOUNT_SUSPENDED`. */
  authenticate({ headers, raw: { socket } }: KeyRequest, scopes: readonly Scope[]): KeyCaller {
    const secret = presentedCredential(headers);
    if (secret === undefined) {
      const message = 'An API key is required: Authorization: Bearer <key>, or x-api-key: <key>';
      throw new HttpRefusal('UNAUTHENTICATED', { headers: CHALLENGE, message });
    }
    const { isSuspended, key, customer, presented } = this.identify(this.oursOf(secret, headers, socket), socket);
    const scope = scopes.find((each) => key.scopes.includes(each));
    if (scope === undefined) {
      const message = `This key needs the scope ${scopes.join(' or ')}; it has ${key.scopes.join(', ')}`;
      throw new HttpRefusal('PERMISSION_DENIED', { message });
    }
    if (isSuspended && !KEPT_WHILE_SUSPENDED.includes(scope)) throw new HttpRefusal('ACCOUNT_SUSPENDED');
    return { key, customer, presented };
  }

  /** Agents send a token of another service along: a bearer that was never a key of ours says nothing beside an `x-api-key` that is one. */
  private oursOf(secret: string, headers: KeyRequest['headers'], connection: Socket): string {
    const beside = headers.authorization === undefined ? undefined : apiKeyHeaderOf(headers);
    if (beside === undefined || beside === secret || this.isOurs(secret, connection)) return secret;
    return this.isOurs(beside, connection) ? beside : secret;
  }

  private isOurs(secret: string, connection: Socket): boolean {
    return isWellFormedKey(secret) && this.directory.findKey(this.hashOf(secret, connection), this.clock.now()) !== undefined;
  }

  /** A connection nearly always brings the same key again: hashed once, and kept only as long as the connection that sent it. */
  private hashOf(secret: string, connection: Socket): string {
    const known = this.hashes.get(connection);
    if (known?.secret === secret) return known.hash;
    if (!isWellFormedKey(secret)) throw invalidKey('This is no API key of Tokenok, or it is mistyped or cut off');
    const hash = hashKey(this.installation.pepper, secret);
    this.hashes.set(connection, { secret, hash });
    return hash;
  }

  /** A mistyped or truncated key is told by its checksum, without a lookup. */
  private identify(secret: string, connection: Socket): KeyCaller & { readonly isSuspended: boolean } {
    const presented = this.hashOf(secret, connection);
    const found = this.directory.findKey(presented, this.clock.now());
    switch (found?.status) {
      case 'active':
      case 'suspended':
        return { key: found.key, customer: found.customer, presented, isSuspended: found.status === 'suspended' };
      case 'expired':
        throw invalidKey(`The key ${found.key.key} has expired`);
      case 'revoked':
        throw invalidKey(`The key ${found.key.key} has been revoked`);
      case 'rotated':
        throw invalidKey(`The key ${found.key.key} has been rotated: use its new secret`);
      case undefined:
        throw invalidKey('This API key is not known here');
    }
  }
}

function invalidKey(message: string): HttpRefusal {
  return new HttpRefusal('INVALID_API_KEY', { message, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
}
