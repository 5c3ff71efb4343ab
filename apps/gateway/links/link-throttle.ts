import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../http/server/connection-limits.js';

const LINKS_WINDOW_SECONDS = 60 * 60;
/** Links that are asked for from one network in an hour, to whichever addresses. */
export const MAX_LINKS_OF_NETWORK = 60;
/** Links to one address in an hour, whoever asks for them: beyond it nothing is sent, and nobody is told. */
export const MAX_LINKS_OF_ADDRESS = 5;

/** Bounds the mails that strangers can have sent, and the events that come with them. */
@Injectable()
export class LinkThrottle {
  readonly #ofNetwork = new RateLimiterMemory({ points: MAX_LINKS_OF_NETWORK, duration: LINKS_WINDOW_SECONDS });
  readonly #ofAddress = new RateLimiterMemory({ points: MAX_LINKS_OF_ADDRESS, duration: LINKS_WINDOW_SECONDS });

  /** Seconds until the network may ask again; undefined where it may now. */
  async waitOf(address: string): Promise<number | undefined> {
    const refused = await consumed(this.#ofNetwork, networkOf(address));
    return refused && Math.ceil(refused.msBeforeNext / 1_000);
  }

  /** By the hash of who is written to. */
  async mayWriteTo(addressHash: string): Promise<boolean> {
    return (await consumed(this.#ofAddress, addressHash)) === undefined;
  }
}

/** Undefined where there was a point left. */
async function consumed(limiter: RateLimiterMemory, key: string): Promise<RateLimiterRes | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return refused;
  }
}
