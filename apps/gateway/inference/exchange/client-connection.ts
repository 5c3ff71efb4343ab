import { Deadline, deadlines } from '#streams';
import type { ServerResponse } from 'node:http';

/** How long a provider is still read after its client went away: what it has produced by then is charged. */
export const DRAIN_AFTER_CLIENT_MS = 2_000;
/** A client that takes nothing for so long, with everything full that lies on the way, has left. */
const STALLED_CLIENT_MS = 120_000;

/** Whether the client still listens. Closing the response before its end is how HTTP tells us that it went away. */
export class ClientConnection {
  private isGone = false;
  private isWaitedFor = true;
  /** Whoever waits for a slow reader: one at a time, since an answer is written in order. */
  private ready: (() => void) | undefined;
  private readonly stalled = new Deadline(() => this.response.destroy());

  constructor(
    private readonly response: ServerResponse,
    left: () => void,
  ) {
    response.on('close', () => {
      if (this.isGone || response.writableFinished) return;
      this.isGone = true;
      left();
      this.goOn();
    });
    response.on('drain', () => this.goOn());
  }

  get gone(): boolean {
    return this.isGone;
  }

  /** False: it takes no more for now; `ready` is called when it does, or need not be waited for. Does nothing when nobody reads any more. */
  write(bytes: Buffer, ready: () => void): boolean {
    if (this.isGone || this.response.write(bytes) || !this.isWaitedFor) return true;
    this.ready = ready;
    deadlines.set(this.stalled, STALLED_CLIENT_MS);
    return false;
  }

  /** The answer has to end: what is still written goes behind what the client has not taken. */
  waitNoMore(): void {
    this.isWaitedFor = false;
    this.goOn();
  }

  end(bytes?: Buffer): void {
    if (!this.isGone) this.response.end(bytes);
  }

  private goOn(): void {
    const { ready } = this;
    if (!ready) return;
    this.ready = undefined;
    deadlines.clear(this.stalled);
    ready();
  }
}
