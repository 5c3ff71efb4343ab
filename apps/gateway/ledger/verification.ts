import { findingRecord, verify, type Finding } from '#audit';
import type { EventStore, RawEvent } from '#event-store';
import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EVENT_STORE } from '../books/tokens.js';

export interface VerificationReport {
  /** True when nothing was found. */
  readonly holds: boolean;
  readonly events: number;
  readonly as_of_position: string;
  readonly charges: number;
  readonly accounts: number;
  readonly open_holds: number;
  readonly balanced: boolean;
  /** The first 1,000 of them. */
  readonly findings: readonly object[];
  readonly finding_count: number;
  readonly took_ms: number;
}

const MOST_FINDINGS = 1_000;
/** Requests get their turn after so many events: some milliseconds of hashing. */
const EVENTS_PER_TURN = 100;

/** Verifies the whole log while the gateway serves. One run at a time: who asks meanwhile gets its result. */
@Injectable()
export class BooksVerification {
  private running: Promise<VerificationReport> | undefined;

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  run(): Promise<VerificationReport> {
    this.running ??= this.verify().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async verify(): Promise<VerificationReport> {
    const startedAt = performance.now();
    const findings: Finding[] = [];
    let count = 0;
    const { gapless } = this.store;
    const audited = await verify(
      { gapless, head: () => this.store.head(), scan: (options) => takingTurns(this.store.scan(options)) },
      {
        onFinding: (finding) => {
          count += 1;
          if (findings.length < MOST_FINDINGS) findings.push(finding);
        },
      },
    );
    return {
      holds: count === 0,
      events: audited.events,
      as_of_position: String(audited.position),
      charges: audited.charges,
      accounts: audited.accounts,
      open_holds: audited.openHolds,
      balanced: audited.balanced,
      findings: findings.map(findingRecord),
      finding_count: count,
      took_ms: Math.round(performance.now() - startedAt),
    };
  }
}

async function* takingTurns(events: AsyncIterable<RawEvent>): AsyncGenerator<RawEvent> {
  let seen = 0;
  for await (const event of events) {
    seen += 1;
    if (seen % EVENTS_PER_TURN === 0) await nextTurn();
    yield event;
  }
}
