import { InstallationSecrets } from '#identity';
import { Clock } from '#process';
import { decryptText, encrypt } from '#vault';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { FrontDoor } from './front-door.js';

const COOKIE = 'tokenok_browser';
const KEY_NAME = 'cookie';
const CONTEXT = 'browser';
/** A browser is known for so long behind the last sign-in there. */
const KNOWN_BROWSER_MS = 180 * 24 * 60 * 60 * 1_000;

/** A browser that somebody has signed in with. It opens nothing: guesses at that person's password are counted apart there. */
export interface KnownBrowser {
  readonly person: string;
  readonly browser: string;
}

/** The long-lived cookie by which a browser is known again, encrypted as that of a session is. */
@Injectable()
export class KnownBrowsers {
  constructor(
    private readonly installation: InstallationSecrets,
    private readonly door: FrontDoor,
    private readonly clock: Clock,
  ) {}

  /** The `set-cookie` behind a sign-in. A browser keeps its name, so that what it has failed at goes on counting. */
  issue(person: string, request: FastifyRequest): string {
    const known = this.read(request);
    const browser = known?.person === person ? known.browser : randomUUID();
    const until = this.clock.nowMs() + KNOWN_BROWSER_MS;
    const value = encrypt(KEY_NAME, this.installation.cookieKey, JSON.stringify({ person, browser, until }), CONTEXT);
    const secure = this.door.isOverTls(request) ? '; Secure' : '';
    return `${this.name}=${value}; Max-Age=${KNOWN_BROWSER_MS / 1_000}; Path=/; HttpOnly; SameSite=Strict${secure}`;
  }

  /** Undefined for no cookie, and for one that is not ours, was changed, or has run out. */
  read({ headers }: Pick<FastifyRequest, 'headers'>): KnownBrowser | undefined {
    const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
    const value = pairs.find((pair) => pair.startsWith(`${this.name}=`))?.slice(this.name.length + 1);
    return value === undefined ? undefined : this.open(value);
  }

  private get name(): string {
    return this.door.isPublicOverTls ? `__Host-${COOKIE}` : COOKIE;
  }

  private open(value: string): KnownBrowser | undefined {
    try {
      const said = JSON.parse(decryptText(KEY_NAME, this.installation.cookieKey, value, CONTEXT)) as Partial<
        KnownBrowser & { until: number }
      >;
      const { person, browser, until } = said;
      if (typeof person !== 'string' || typeof browser !== 'string' || !(Number(until) > this.clock.nowMs())) return undefined;
      return { person, browser };
    } catch {
      return undefined;
    }
  }
}
