import { setTimeout as sleep } from 'node:timers/promises';
import { formatAmount, parseAmount } from '#money';
import type { BooksCheck, Seen } from './contender.js';
import { CHARGE_NANOS, CREDIT, PRICE } from '../payloads/payload.js';
import type { TokenokApi } from './tokenok.api.js';

const PAGE = 1_000;
/** Holds of requests that wrk cut off are settled within two seconds. */
const SETTLE_MS = 15_000;

interface MeteredEvent {
  readonly position: string;
  readonly data: { readonly outcome: string; readonly charge: string };
}

interface Charged {
  readonly count: number;
  readonly nanos: bigint;
  /** Requests that were answered and charged something else than the exchange costs. */
  readonly wrong: number;
  readonly lastPosition: string | undefined;
}

interface Balance {
  readonly available: string;
  readonly held: string;
}

/** Speed that was bought by not billing does not count: every answer that the client saw has its charge, and the books are whole. */
export async function checkBooks(admin: TokenokApi, customer: TokenokApi, seen: Seen): Promise<BooksCheck> {
  const balance = await settledBalance(customer);
  const charged = await readCharges(admin);
  const minPosition = charged.lastPosition === undefined ? '' : `?min_position=${charged.lastPosition}`;
  const trial = await admin.get<{ balanced: boolean }>(`/admin/ledger/trial-balance${minPosition}`);
  return {
    summary: `Books: ${seen.answered} answers seen by the client, ${charged.count} charges in the ledger (up to ${seen.cutOff} requests were cut off), ${formatAmount(charged.nanos)} ${PRICE.currency} charged, trial balance ${trial.balanced ? 'zero' : 'NOT ZERO'}`,
    problems: compare(seen, charged, balance, trial.balanced),
  };
}

function compare(seen: Seen, charged: Charged, balance: Balance, isBalanced: boolean): string[] {
  const problems: string[] = [];
  if (charged.count < seen.answered) problems.push(`${seen.answered - charged.count} answers were not charged`);
  const extra = charged.count - seen.answered;
  if (extra > seen.cutOff) problems.push(`${extra} charges have no answer, but at most ${seen.cutOff} requests were cut off`);
  if (charged.wrong > 0) problems.push(`${charged.wrong} charges are not ${formatAmount(CHARGE_NANOS)}, which is what the exchange costs`);
  if (!isBalanced) problems.push('the trial balance is not zero');
  if (parseAmount(balance.held) !== 0n) problems.push(`${balance.held} is still held`);
  const left = parseAmount(CREDIT) - charged.nanos;
  const stated = parseAmount(balance.available) + parseAmount(balance.held);
  if (left !== stated) problems.push(`the balance is ${formatAmount(stated)}; credit less charges is ${formatAmount(left)}`);
  return problems;
}

async function settledBalance(customer: TokenokApi): Promise<Balance> {
  const deadline = performance.now() + SETTLE_MS;
  let balance = await customer.get<Balance>('/me/balance');
  while (parseAmount(balance.held) !== 0n && performance.now() < deadline) {
    await sleep(250);
    balance = await customer.get<Balance>('/me/balance');
  }
  return balance;
}

/** Reads the ledger itself, page by page: no projection stands between the bench and the events. */
async function readCharges(admin: TokenokApi): Promise<Charged> {
  let charged: Charged = { count: 0, nanos: 0n, wrong: 0, lastPosition: undefined };
  for (;;) {
    const after = charged.lastPosition === undefined ? '' : `&after=${charged.lastPosition}`;
    const { data } = await admin.get<{ data: readonly MeteredEvent[] }>(`/admin/ledger/events?type=TokensMetered&limit=${PAGE}${after}`);
    if (data.length === 0) return charged;
    for (const event of data) charged = add(charged, event);
  }
}

function add({ count, nanos, wrong }: Charged, { position, data }: MeteredEvent): Charged {
  const charge = parseAmount(data.charge);
  const isWrong = data.outcome === 'succeeded' && charge !== CHARGE_NANOS;
  return { count: count + 1, nanos: nanos + charge, wrong: isWrong ? wrong + 1 : wrong, lastPosition: position };
}
