import { EMPTY_TIP, type EventStore, type RecordedEvent, type StreamTip } from '#event-store';
import {
  SNAPSHOT_VERSION,
  accountStream,
  evolve,
  later,
  nextPeriod,
  periodOf,
  previousPeriod,
  readAccountEvent,
  thawAccount,
  type Account,
} from '#ledger';
import type { AccountSnapshots, RegisteredAccount, StoredSnapshot } from './account-snapshots.js';

/** An account as it stands in its newest stream, and where the next append goes. */
export interface LoadedAccount {
  /** Undefined when the account has no stream yet. */
  state: Account | undefined;
  stream: string;
  tip: StreamTip;
  /** The snapshot that it was begun from, where that is kept elsewhere. */
  readonly kept?: Pick<StoredSnapshot, 'stream' | 'revision'>;
}

const PAGE = 1_000;
/** A snapshot that takes longer than this to find saves nothing. */
const SNAPSHOT_WITHIN_MS = 1_000;
/** Where they are kept is not asked again for this long after it did not answer: whoever waits for an account waits once. */
const PASSED_OVER_MS = 5_000;

/**
 * Folds an account from its snapshot and the events behind it; without one, from the newest period's stream, which begins with
 * all that the period started with. So the time to load is bounded by one month's events, and usually by `KEEP_EVERY` of them. Where
 * snapshots are kept may be away: no request waits for a cache.
 */
export class AccountLoader {
  private passedOverUntilMs = 0;

  constructor(
    private readonly store: EventStore,
    private readonly snapshots: AccountSnapshots,
    private readonly now: () => string,
  ) {}

  /** `known`: a snapshot that the caller has kept, to begin from instead. */
  async load(id: string, registered: RegisteredAccount, known?: StoredSnapshot): Promise<LoadedAccount> {
    const loaded = (await this.fromSnapshot(id, known)) ?? (await this.fromNewestStream(id, registered));
    if (!loaded) return { state: undefined, stream: '', tip: EMPTY_TIP };
    await this.readOn(loaded);
    return loaded;
  }

  /** Undefined where there is none of this version, and where its stream is not the one that it was made from, as after a restore. */
  private async fromSnapshot(id: string, known: StoredSnapshot | undefined): Promise<LoadedAccount | undefined> {
    const snapshot = known ?? (await this.findSnapshot(id));
    if (snapshot?.version !== SNAPSHOT_VERSION) return undefined;
    const { stream, revision, hash } = snapshot;
    const tip = { revision: BigInt(revision), hash };
    const [event] = await this.store.readStream(stream, { from: tip.revision, max: 1 });
    if (event?.revision !== tip.revision || event.metadata.hash !== hash) return undefined;
    return { state: thawAccount(snapshot.snapshot), stream, tip, ...(!known && { kept: snapshot }) };
  }

  private async findSnapshot(id: string): Promise<StoredSnapshot | undefined> {
    if (performance.now() < this.passedOverUntilMs) return undefined;
    const passOver = (): undefined => void (this.passedOverUntilMs = performance.now() + PASSED_OVER_MS);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(passOver()), SNAPSHOT_WITHIN_MS)));
    return Promise.race([this.snapshots.find(id).catch(passOver), late]).finally(() => clearTimeout(timer));
  }

  /**
   * Months without events have no stream, so look back month by month to the registration, where the first stream stands. A clock
   * that ran ahead for a while may have led further than is looked at here: closed periods name the next one.
   */
  private async fromNewestStream(id: string, { registeredAt, timeZone }: RegisteredAccount): Promise<LoadedAccount | undefined> {
    const oldest = periodOf(registeredAt, timeZone);
    let period = nextPeriod(periodOf(later(this.now(), registeredAt), timeZone));
    for (; period >= oldest; period = previousPeriod(period)) {
      const stream = accountStream(id, period);
      const [first] = await this.store.readStream(stream, { max: 1 });
      if (first) return { state: undefined, stream, tip: EMPTY_TIP };
    }
    return undefined;
  }

  /** Reads what stands behind the tip, over closed periods into the next ones. */
  async readOn(loaded: LoadedAccount): Promise<void> {
    for (;;) {
      await this.readStream(loaded);
      if (loaded.state?.status !== 'closed') return;
      const next = accountStream(loaded.state.id, loaded.state.next as string);
      const [first] = await this.store.readStream(next, { max: 1 });
      if (!first) return;
      loaded.stream = next;
      loaded.tip = EMPTY_TIP;
    }
  }

  private async readStream(loaded: LoadedAccount): Promise<void> {
    for (;;) {
      const events = await this.store.readStream(loaded.stream, { from: loaded.tip.revision + 1n, max: PAGE });
      for (const event of events) fold(loaded, event);
      if (events.length < PAGE) return;
    }
  }

  /** What one stream comes to from its first event on: a closed month, or a lease. */
  async loadStream(stream: string): Promise<LoadedAccount> {
    const loaded: LoadedAccount = { state: undefined, stream, tip: EMPTY_TIP };
    await this.readStream(loaded);
    return loaded;
  }
}

function fold(loaded: LoadedAccount, event: RecordedEvent): void {
  loaded.state = evolve(loaded.state, readAccountEvent(event, loaded.state?.quotes));
  loaded.tip = { revision: event.revision, hash: event.metadata.hash };
}
