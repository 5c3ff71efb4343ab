import { Accounts, systemOrigin } from '#accounts';
import { mintCommandId } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import type { AccountCommand, MeterTokens } from '#ledger';
import { Money, type RecordedUnitPrice } from '#money';

const ACCOUNTS = 50;
const AT_ONCE = 256;
const PRICE: readonly RecordedUnitPrice[] = [
  ['input', '0.40'],
  ['cached_input', '0.10'],
  ['cache_write', '0.40'],
  ['output', '1.60'],
];
const NANOS_PER_UNIT = 1_000_000_000n;

/** Writes requests of many accounts as a gateway does: the ledger decides, each account has its one writer, the store is on disk. */
export async function writeHistory(file: string, requests: number): Promise<bigint> {
  const store = await openSqliteEventStore({ file });
  const accounts = new Accounts({
    store,
    snapshots: { find: () => Promise.resolve(undefined) },
    registered: (account) => ({ customer: `cus_${account}`, currency: 'USD', timeZone: 'UTC', registeredAt: moment(0) }),
    life: 'life_01jd3n5v8eftsb6w2k7x9q4m1z',
    now: () => moment(0),
  });
  const execute = async (account: string, command: AccountCommand): Promise<void> => {
    const { refusal } = await accounts.execute(account, command, systemOrigin('bench'));
    if (refusal) throw new Error(refusal.message);
  };
  const ids = Array.from({ length: ACCOUNTS }, (_, index) => `acc_01jd3n5v8eftsb6w2k7${String(index).padStart(4, '0')}`);
  for (const account of ids) await execute(account, credit(account));
  let next = 0;
  const client = async (): Promise<void> => {
    for (let n = next++; n < requests; n = next++) {
      const account = ids[n % ACCOUNTS] as string;
      const id = `req_${mintCommandId().replaceAll('-', '').slice(0, 26)}`;
      await execute(account, hold(id, n));
      await execute(account, n % 50 === 0 ? failure(id, n) : meter(id, n));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  const head = await store.head();
  await store.close();
  return head;
}

const START_MS = Date.UTC(2026, 10, 1);
const moment = (n: number): string => new Date(START_MS + n * 20).toISOString();

function credit(account: string): AccountCommand {
  const amount = Money.of('USD', 1_000_000n * NANOS_PER_UNIT);
  return {
    type: 'GrantCredit',
    at: moment(0),
    lot: `lot_${account}`,
    kind: 'goodwill',
    amount,
    reason: 'bench',
    expiresAt: null,
    claim: null,
  };
}

function hold(request: string, n: number): AccountCommand {
  return {
    type: 'HoldFunds',
    at: moment(n),
    currency: 'USD',
    request: {
      request,
      key: `key_01jd3n5v8eftsb6w2k7x9q4m${n % 100}`,
      life: 'life_01jd3n5v8eftsb6w2k7x9q4m1z',
      requested_model: 'tokenok-fast',
      plan: [
        {
          provider: 'sandbox',
          upstream_model: 'gpt-4.1-mini',
          model: 'openai/gpt-4.1-mini',
          price_version: 'openai/gpt-4.1-mini@3',
          cost: { currency: 'USD', price: PRICE },
        },
      ],
      prices: { 'openai/gpt-4.1-mini@3': PRICE },
      deadline: moment(n + 30_000),
      expected_cost: { currency: 'USD', amount: '0.0004' },
    },
    inputTokens: 400 + (n % 700),
    inputPerMillion: 400_000_000n,
    outputPerMillion: 1_600_000_000n,
    outputTokens: 500,
    minimumOutputTokens: 16,
    choices: 1,
  };
}

function meter(request: string, n: number): MeterTokens {
  return {
    type: 'MeterTokens',
    at: moment(n + 40),
    request,
    outcome: 'succeeded',
    attempt: 0,
    attempts: [{ provider: 'sandbox', upstream_model: 'gpt-4.1-mini', status: 200, latency_ms: 300 + (n % 200) }],
    tokens: { input: 100 + (n % 300), cached_input: n % 3 === 0 ? 64 : 0, cache_write: 0, output: 20 + (n % 400) },
    reasoningTokens: 0,
    source: 'reported',
    latencyMs: 320 + (n % 200),
    firstByteMs: n % 2 === 0 ? 90 : null,
  };
}

function failure(request: string, n: number): AccountCommand {
  const attempts = [{ provider: 'sandbox', upstream_model: 'gpt-4.1-mini', status: 500, latency_ms: 20, error: 'upstream_error' }];
  return {
    type: 'FailRequest',
    at: moment(n + 20),
    request,
    outcome: 'failed',
    reason: 'upstream_error',
    attempts,
    cost: null,
    latencyMs: 25,
  };
}
