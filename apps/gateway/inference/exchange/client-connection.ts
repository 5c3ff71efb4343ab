import type { ServerResponse } from 'node:http';

/** How long a provider is still read after its client went away: what it has produced by then is charged. */
export const DRAIN_AFTER_CLIENT_MS = 2_000;
/** A client that takes nothing for so long, with everything full that lies on the way, has left. */
const STALLED_CLIENT_MS = 120_000;

/** Whether the client still listens. Closing the response before its end is how HTTP tells us that it went away. */
export class ClientConnection {
  private readonly listeners: (() => void)[] = [];
  private isGone = false;
  private isWaitedFor = true;
  /** Whoever waits for a slow reader: one at a time, since an answer is written in order. */
  private resume: () => void = () => undefined;

  constructor(private readonly response: ServerResponse) {
    response.once('close', () => {
      if (response.writableFinished) return;
      this.isGone = true;
      for (const listener of this.listeners) listener();
      this.resume();
    });
    response.on('drain', () => this.resume());
  }

  get gone(): boolean {
    return this.isGone;
  }

  onGone(listener: () => void): void {
    if (this.isGone) listener();
    else this.listeners.push(listener);
  }

  /** Writes, waiting for a slow reader; resolves at once when nobody reads any more. */
  async write(bytes: Buffer): Promise<void> {
    if (this.isGone || this.response.write(bytes) || !this.isWaitedFor) return;
    const stalled = setTimeout(() => this.response.destroy(), STALLED_CLIENT_MS);
    await new Promise<void>((resolve) => {
      this.resume = resolve;
    });
    clearTimeout(stalled);
  }

  /** The answer has to end: what is still written goes behind what the client has not taken. */
  waitNoMore(): void {
    this.isWaitedFor = false;
    this.resume();
  }

  /** Whoever does not take the rest of it has left, too: until then it takes memory. */
  end(bytes?: Buffer): void {
    if (this.isGone) return;
    this.response.end(bytes);
    if (!this.response.writableFinished) this.response.socket?.setTimeout(STALLED_CLIENT_MS);
  }
}
