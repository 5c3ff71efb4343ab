import {
  Findings,
  NamedPeople,
  about,
  compareBeside,
  compared,
  comparedPeople,
  comparedRows,
  findingRecord,
  notCompared,
  verify,
  type Audited,
  type Comparison,
  type NamedPerson,
} from '#audit';
import type { EventStore, RawEvent } from '#event-store';
import { isReadModelAway } from '#read-model';
import { LackingPeople } from '#vault';
import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ComparableStores } from '../books/comparable-stores.js';
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
  /** The log held against the stores beside it: what does not agree is a finding. */
  readonly comparisons: readonly Comparison[];
  readonly took_ms: number;
}

const MOST_FINDINGS = 1_000;
/** Requests get their turn after so many events: some milliseconds of hashing. */
const EVENTS_PER_TURN = 100;

/** To hold the rows against the log every event is folded again: some 60 µs for each, on a thread of its own. */
const COMPARED_WITHIN_MS = 60_000;
const BY_COMMAND = '`tokenok verify` compares them, however long it takes';
const TOO_LONG = `it takes more than ${COMPARED_WITHIN_MS / 1_000} s: ${BY_COMMAND}`;
const SHARED = `it would write into the MongoDB that all gateways share: ${BY_COMMAND}`;

/**
 * Verifies the whole log while the gateway serves, and holds it against the vault and, where that writes nothing that others share,
 * against the read models. One run at a time: who asks meanwhile gets its result.
 */
@Injectable()
export class BooksVerification {
  private running: Promise<VerificationReport> | undefined;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly beside: ComparableStores,
  ) {}

  run(): Promise<VerificationReport> {
    this.running ??= this.verify().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async verify(): Promise<VerificationReport> {
    const startedAt = performance.now();
    const findings = new Findings(MOST_FINDINGS);
    const people = new NamedPeople();
    const audited = await this.verifyLog(people, findings);
    const comparisons = await compareBeside(
      findings.total === 0,
      () => this.compareVault(people.all, findings),
      () => this.compareReadModels(findings),
    );
    return {
      holds: findings.total === 0,
      events: audited.events,
      as_of_position: String(audited.position),
      charges: audited.charges,
      accounts: audited.accounts,
      open_holds: audited.openHolds,
      balanced: audited.balanced,
      findings: findings.shown.map(findingRecord),
      finding_count: findings.total,
      comparisons,
      took_ms: Math.round(performance.now() - startedAt),
    };
  }

  private verifyLog(people: NamedPeople, findings: Findings): Promise<Audited> {
    const { gapless } = this.store;
    return verify(
      { gapless, head: () => this.store.head(), scan: (options) => takingTurns(this.store.scan(options)) },
      {
        onFinding: (finding) => findings.add(finding),
        onEvent: (event) => people.see(event),
      },
    );
  }

  private async compareVault(people: readonly NamedPerson[], findings: Findings): Promise<Comparison> {
    const { vault, master, vaultPlace } = this.beside;
    const subjects = people.map(({ subject }) => subject);
    const { subjects: lacking } = await LackingPeople.of(subjects, vault, master.name);
    return comparedPeople(people, new Set(lacking), vaultPlace, (finding) => findings.add(finding));
  }

  private async compareReadModels(findings: Findings): Promise<Comparison> {
    const { rebuild } = this.beside;
    if (rebuild === undefined) return notCompared('read models', SHARED);
    try {
      const rebuilt = await rebuild.run(COMPARED_WITHIN_MS);
      return rebuilt === undefined ? notCompared('read models', TOO_LONG) : comparedRows(rebuilt, (finding) => findings.add(finding));
    } catch (fault) {
      if (!isReadModelAway(fault)) throw fault;
      findings.add(about((fault as Error).message));
      return compared('read models', 'they cannot be read');
    }
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
