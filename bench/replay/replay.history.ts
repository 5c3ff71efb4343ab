import { Accounts, systemOrigin, type CommandOrigin } from '#accounts';
import { mintCommandId } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import type { AccountCommand } from '#ledger';
import { credit, hold, meter, origin } from '../harness/commands.js';

const ACCOUNTS = 50;
const AT_ONCE = 256;
const LIFE = 'life_01jd3n5v8eftsb6w2k7x9q4m1z';
/** Money enough for everything. */
const UNITS = 1_000_000n;
const DEADLINE_MS = 600_000;

/** Writes requests of so many accounts as a gateway does: the ledger decides, each account has its one writer, the store is on disk. */
export async function writeHistory(file: string, requests: number, { many = ACCOUNTS, atOnce = AT_ONCE } = {}): Promise<bigint> {
  const store = await openSqliteEventStore({ file });
  const accounts = new Accounts({
    store,
    snapshots: { find: () => Promise.resolve(undefined) },
    registered: (account) => ({ customer: `cus_${account}`, currency: 'USD', timeZone: 'UTC', registeredAt: moment(0) }),
    life: LIFE,
    now: () => moment(0),
  });
  const execute = async (account: string, command: AccountCommand, from: CommandOrigin): Promise<void> => {
    const { refusal } = await accounts.execute(account, command, from);
    if (refusal) throw new Error(refusal.message);
  };
  const ids = Array.from({ length: many }, (_, index) => accountId(index));
  for (const account of ids) await execute(account, credit(account, UNITS, moment(0)), systemOrigin('bench'));
  let next = 0;
  const client = async (): Promise<void> => {
    for (let n = next++; n < requests; n = next++) {
      const account = ids[n % many] as string;
      const id = requestId();
      await execute(account, hold(id, n, { at: moment(n), deadline: moment(n + DEADLINE_MS / 20), life: LIFE }), origin(id, n));
      await execute(account, n % 50 === 0 ? failure(id, n) : meter(id, n, moment(n + 40)), origin(id, n));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const head = await store.head();
  await store.close();
  return head;
}

export const accountId = (index: number): string => `acc_01jd3n5v8eftsb6w2k7${String(index).padStart(4, '0')}`;

const BASE_32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** A TypeID, as requests have: 130 bits from a UUIDv7, five at a time. */
function requestId(): string {
  const bits = BigInt(`0x${mintCommandId().replaceAll('-', '')}`);
  const digits = Array.from({ length: 26 }, (_, index) => BASE_32[Number((bits >> BigInt(5 * (25 - index))) & 31n)]);
  return `req_${digits.join('')}`;
}

const START_MS = Date.UTC(2026, 10, 1);
const moment = (n: number): string => new Date(START_MS + n * 20).toISOString();

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
