import type { Accounts, Executed } from '#accounts';
import { mintCommandId } from '#event-store';
import { placeOf } from '#ledger';
import { parseAmount } from '#money';
import { performance } from 'node:perf_hooks';
import { hold, meter, origin } from '../harness/commands.js';
import type { GatewayResult } from './hot-balance.js';

const DEADLINE_MS = 600_000;
const SPENT = 'INSUFFICIENT_FUNDS';

export interface SpendingOptions {
  readonly accounts: Accounts;
  readonly account: string;
  readonly clients: number;
  readonly seconds: number;
}

export type Spent = Omit<GatewayResult, 'cpuMs' | 'counts'>;

const now = (): string => new Date().toISOString();

/** So many clients, each with one request after another: a hold, and its charge as soon as the hold is durable. Nothing waits for an upstream. */
export async function spend({ accounts, account, clients, seconds }: SpendingOptions): Promise<Spent> {
  const holdsMs: number[] = [];
  const failed: Record<string, number> = {};
  const fail = (code: string): void => void (failed[code] = (failed[code] ?? 0) + 1);
  let [requests, onAccount, refused, chargedNanos, next] = [0, 0, 0, 0n, 0];
  const started = performance.now();
  const until = started + seconds * 1_000;

  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      const n = next++;
      const request = `req_${mintCommandId().replaceAll('-', '').slice(0, 26)}`;
      const deadline = new Date(Date.now() + DEADLINE_MS).toISOString();
      const before = performance.now();
      const held = await outcome(
        accounts.execute(account, hold(request, n, { at: now(), deadline, life: accounts.life }), origin(request, n)),
      );
      holdsMs.push(performance.now() - before);
      if (held.code === SPENT) {
        refused += 1;
        return;
      }
      if (held.executed === undefined) {
        fail(held.code);
        continue;
      }
      const metered = await outcome(accounts.execute(account, meter(request, n, now()), origin(request, n)));
      if (metered.executed === undefined) {
        fail(metered.code);
        continue;
      }
      requests += 1;
      chargedNanos += chargeIn(metered.executed);
      if (isOnAccount(held.executed) || isOnAccount(metered.executed)) onAccount += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const elapsedMs = performance.now() - started;
  return { requests, onAccount, failed, refused, elapsedMs, chargedNanos, holdsMs: Float64Array.from(holdsMs) };
}

type Accepted = Exclude<Executed, { readonly refusal: object }>;
type Outcome = { readonly executed: Accepted; readonly code?: never } | { readonly executed?: never; readonly code: string };

async function outcome(executing: Promise<Executed>): Promise<Outcome> {
  try {
    const executed = await executing;
    return executed.refusal ? { code: executed.refusal.code } : { executed };
  } catch (fault) {
    const { code, message } = fault as NodeJS.ErrnoException;
    return { code: code ?? message };
  }
}

const isOnAccount = ({ stream }: Accepted): boolean => placeOf(stream)?.lease === undefined;

/** Read from the event itself, so that the books can be held against it. */
function chargeIn({ events }: Accepted): bigint {
  return events.reduce((sum, { event }) => (event.type === 'TokensMetered' ? sum + parseAmount(event.data.charge) : sum), 0n);
}
