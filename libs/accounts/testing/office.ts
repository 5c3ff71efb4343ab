import { checkLink, EMPTY_TIP, mintCommandId, type EventStore, type RawEvent, type RecordedEvent, type StreamTip } from '#event-store';
import {
  QuotedRoutes,
  evolve,
  freezeAccount,
  readAccountEvent,
  routeNamed,
  type Account,
  type AccountCommand,
  type AccountSnapshot,
  type RouteQuote,
} from '#ledger';
import { imbalance } from '../../ledger/account/entry.js';
import type { RegisteredAccount, StoredSnapshot } from '../account-snapshots.js';
import { Accounts, type CommandOrigin, type Peers } from '../index.js';

export const ACCOUNT = 'acc_1';
export const REGISTERED: RegisteredAccount = {
  customer: 'cus_1',
  currency: 'USD',
  timeZone: 'UTC',
  registeredAt: '2026-11-05T10:00:00.000Z',
};

/** A process with its accounts: a clock that stands where it is put, a life, and snapshots in a map. */
export class Office {
  readonly snapshots = new Map<string, StoredSnapshot>();
  readonly accounts: Accounts;
  /** True for requests that are asked for by their keys, as at a gateway: their events name quotes. */
  byKeys = false;
  /** False while the clock is in doubt. */
  mayClose = true;

  constructor(
    readonly store: EventStore,
    public clock = '2026-11-10T12:00:00.000Z',
    life = 'life_1',
    admission?: { readonly inFlight: number; readonly waiting: number },
    peers?: Peers,
  ) {
    this.accounts = new Accounts({
      store,
      snapshots: {
        find: async (account) => this.snapshots.get(account),
        keep: (account, snapshot) => void this.snapshots.set(account, snapshot),
      },
      registered: (account) => (account.startsWith('acc_') ? REGISTERED : undefined),
      life,
      now: () => this.clock,
      mayClose: () => this.mayClose,
      worthAnAppend: 1, // as much under way at once as there may be
      ...(admission && { admission }),
      ...(peers && { peers }),
    });
  }

  execute(command: AccountCommand, origin: CommandOrigin = originOf(), untilMs?: number) {
    return this.accounts.execute(ACCOUNT, command, this.byKeys ? ofRequest(command, origin) : origin, untilMs);
  }

  async frozen(): Promise<AccountSnapshot> {
    return freezeAccount((await this.accounts.open(ACCOUNT)) as Account);
  }
}

/** As a gateway says it: a request is asked for by its key, and is the cause of what becomes of it. */
function ofRequest(command: AccountCommand, origin: CommandOrigin): CommandOrigin {
  if (command.type === 'HoldFunds') return { ...origin, actor: `key:${command.request.key}`, cause: command.request.request };
  return command.type === 'MeterTokens' ? { ...origin, cause: command.request } : origin;
}

export const originOf = (cause = 'test'): CommandOrigin => ({ actor: 'system', cause, commandId: mintCommandId() });

/** Every event there is, after checking every chain and every entry. */
export async function auditedEvents(store: EventStore): Promise<readonly RecordedEvent[]> {
  const tips = new Map<string, StreamTip>();
  for await (const raw of store.scan({ after: 0n })) {
    const { problem, tip } = checkLink(raw, tips.get(raw.stream) ?? EMPTY_TIP);
    if (problem) throw new Error(`${where(raw)} ${problem}`);
    tips.set(raw.stream, tip);
  }
  const { events } = await store.readAll({ after: 0n, max: 10_000 });
  for (const { data, type } of events) {
    if ('entry' in data && imbalance(data['entry'] as never)) throw new Error(`An entry of ${type} does not sum to zero`);
  }
  return inFull(events);
}

/** Each as if it said by itself what it names. */
function inFull(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const quotes = new Map<string, QuotedRoutes>();
  return events.map((event) => {
    const { stream, type, data } = event;
    const quoted = quotes.get(stream) ?? new QuotedRoutes();
    if (type === 'RouteQuoted') quotes.set(stream, quoted);
    if (type === 'RouteQuoted') quoted.add(data as unknown as RouteQuote);
    return routeNamed(type, data) === undefined ? event : { ...event, data: readAccountEvent(event, quoted).data };
  });
}

/** The account as its events tell, in the order of the log. */
export async function replayed(store: EventStore): Promise<AccountSnapshot> {
  const events = await auditedEvents(store);
  const account = events.reduce<Account | undefined>((state, event) => evolve(state, readAccountEvent(event, state?.quotes)), undefined);
  return freezeAccount(account as Account);
}

export const typesOf = (events: readonly RecordedEvent[]): readonly string[] => events.map(({ type }) => type);

const where = ({ stream, revision }: RawEvent): string => `${stream} at revision ${revision}`;
