import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access } from '../http/route/route-settings.js';
import { HotRequest, type HotRoute } from '../http/server/hot-request.js';
import type { KeyCaller } from './callers.js';
import type { KeyAuthenticator } from './key-authenticator.js';

/** A request of a hot route that only keys open, and who calls. */
export abstract class KeyedRequest extends HotRequest {
  /** Set before a byte of the body is read. */
  caller!: KeyCaller;

  constructor(
    private readonly keys: KeyAuthenticator,
    route: HotRoute,
    raw: IncomingMessage,
    response: ServerResponse,
  ) {
    super(route, raw, response);
  }

  protected override authenticate(access: Access): string {
    if (access.kind !== 'key_alone') throw new TypeError(`${this.route.path} is hot, and not for keys alone`);
    this.caller = this.keys.authenticate(this, access.scopes);
    return this.caller.customer.account;
  }
}
