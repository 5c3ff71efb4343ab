import type { AccountCommand, AdjustBalance, GrantCredit, HoldFunds, MeterTokens, ReceivePayment } from '../account/account.commands.js';

/**
 * What docs/ledger.md says, told a second time and as plainly as possible: bigints in maps, everything searched and sorted anew. It
 * shares no code with the ledger (types of commands only), so that a mistake would have to be made twice to stay unseen.
 */

export interface PlainLot {
  readonly id: string;
  readonly kind: 'promo' | 'goodwill' | 'paid' | 'adjustment';
  readonly granted: bigint;
  left: bigint;
  held: bigint;
  used: bigint;
  expired: bigint;
  readonly since: string;
  readonly expiresAt: string | null;
}

interface PlainHold {
  readonly amount: bigint;
  readonly parts: readonly { readonly lot: PlainLot; readonly amount: bigint }[];
  readonly command: HoldFunds;
}

export type Answer =
  | { readonly refused: string }
  | { readonly nothing: true }
  | {
      readonly done: true;
      readonly outputTokens?: number;
      readonly limit?: number;
      readonly hold?: bigint;
      readonly charge?: bigint;
      readonly rated?: bigint;
    };

const MILLION = 1_000_000n;

/** Component, amount, above how many input tokens, service tier. */
type PlainPrice = readonly [string, string, (number | null | undefined)?, (string | undefined)?];

export class PlainOracle {
  readonly lots: PlainLot[] = [];
  readonly holds = new Map<string, PlainHold>();
  readonly ended = new Set<string>();
  /** Balances by ledger account and currency, debits positive: `2000 USD`. */
  readonly journal = new Map<string, bigint>();
  private claims = new Set<string>();
  private corrections = new Map<string, { readonly amount: bigint; reversed: boolean }>();
  period: string;

  constructor(
    private readonly currency: string,
    /** Of the account's time zone, all year. */
    private readonly offsetMs: number,
    public time: string,
  ) {
    this.period = this.monthOf(time);
  }

  get available(): bigint {
    return sum(this.lots.map(({ left }) => left));
  }

  get held(): bigint {
    return sum([...this.holds.values()].map(({ amount }) => amount));
  }

  execute(command: AccountCommand): Answer {
    const at = command.at > this.time ? command.at : this.time;
    this.turnPage(at);
    const answer = this.answer(command, at);
    if ('done' in answer && command.type !== 'ExpireCredits') this.time = at;
    return answer;
  }

  private answer(command: AccountCommand, at: string): Answer {
    switch (command.type) {
      case 'HoldFunds':
        return this.hold(command, at);
      case 'MeterTokens':
        return this.meter(command, at);
      case 'FailRequest':
        return this.release(command.request, at, command.cost && { currency: command.cost.currency, amount: command.cost.nanos });
      case 'AbandonRequest': {
        const expected = this.holds.get(command.request)?.command.request.expected_cost;
        return this.release(command.request, at, expected ? { currency: expected.currency, amount: decimal(expected.amount) } : null);
      }
      case 'ReceivePayment':
        return this.pay(command, at);
      case 'GrantCredit':
        return this.grant(command, at);
      case 'AdjustBalance':
        return this.correct(command, at);
      case 'ExpireCredits':
        return this.expire(at) ? { done: true } : { nothing: true };
      case 'OpenAccount':
        return { refused: 'ACCOUNT_EXISTS' };
      case 'LeaseFunds':
      case 'RecallFunds':
      case 'SealLease':
      case 'SettleLease':
        return { nothing: true }; // moves nothing between customer and us: leases.property.spec.ts compares the sums
    }
  }

  /** A later month: what fell due in the old one expires, claims and corrections stay behind. */
  private turnPage(at: string): void {
    const month = this.monthOf(at);
    if (month <= this.period) return;
    const [year, number] = this.period.split('-').map(Number) as [number, number];
    this.expire(new Date(Date.UTC(year, number, 1) - this.offsetMs - 1).toISOString());
    this.period = month;
    this.claims = new Set();
    this.corrections = new Map();
    const [openedYear, openedMonth] = month.split('-').map(Number) as [number, number];
    this.time = new Date(Date.UTC(openedYear, openedMonth - 1, 1) - this.offsetMs).toISOString();
  }

  private monthOf(at: string): string {
    return new Date(Date.parse(at) + this.offsetMs).toISOString().slice(0, 7);
  }

  /** Each lot expires at its own time, which is when the account last changed if nothing else happens. */
  private expire(at: string): boolean {
    const due = this.lots.filter((lot) => lot.left > 0n && lot.expiresAt !== null && lot.expiresAt <= at);
    for (const lot of due) {
      this.writeOff(lot, lot.left);
      if ((lot.expiresAt as string) > this.time) this.time = lot.expiresAt as string;
    }
    return due.length > 0;
  }

  private writeOff(lot: PlainLot, amount: bigint): void {
    lot.left -= amount;
    lot.expired += amount;
    this.post(lot.kind === 'promo' ? '2190' : '2000', amount);
    this.post(lot.kind === 'promo' ? '1990' : '6900', -amount);
  }

  /** Promo before paid, earliest expiry first, then oldest, then by id. */
  private spendable(at: string): PlainLot[] {
    const order = (lot: PlainLot) => [lot.kind === 'promo' ? '0' : '1', lot.expiresAt ?? 'never', lot.since, lot.id];
    return this.lots
      .filter((lot) => lot.left > 0n && (lot.expiresAt === null || lot.expiresAt > at))
      .sort((a, b) => {
        const [left, right] = [order(a), order(b)];
        const index = left.findIndex((key, position) => key !== right[position]);
        return index < 0 ? 0 : (left[index] as string) < (right[index] as string) ? -1 : 1;
      });
  }

  private hold(command: HoldFunds, at: string): Answer {
    const { request } = command.request;
    if (this.holds.has(request)) return { nothing: true };
    if (command.currency !== this.currency) return { refused: 'CURRENCY_MISMATCH' };
    const lots = this.spendable(at);
    const available = sum(lots.map(({ left }) => left));
    const price = (tokens: number) => {
      const counted = BigInt(countedOf(command, tokens));
      const millionths = BigInt(command.inputTokens) * command.inputPerMillion + counted * command.outputPerMillion;
      return millionths / MILLION + (millionths % MILLION === 0n ? 0n : 1n);
    };
    let tokens = command.outputTokens;
    if (price(tokens) > available) {
      if (price(command.minimumOutputTokens) > available || command.outputPerMillion === 0n) return { refused: 'INSUFFICIENT_FUNDS' };
      tokens = command.minimumOutputTokens;
      for (let step = 2 ** 30; step >= 1; step /= 2) {
        if (tokens + step <= command.outputTokens && price(tokens + step) <= available) tokens += step;
      }
    }
    this.expire(at);
    const amount = price(tokens);
    const parts: { lot: PlainLot; amount: bigint }[] = [];
    let missing = amount;
    for (const lot of lots) {
      const part = missing < lot.left ? missing : lot.left;
      if (part === 0n) break;
      parts.push({ lot, amount: part });
      lot.left -= part;
      lot.held += part;
      missing -= part;
      this.post(lot.kind === 'promo' ? '2190' : '2000', part);
      this.post(lot.kind === 'promo' ? '2191' : '2010', -part);
    }
    this.holds.set(request, { amount, parts, command });
    return { done: true, outputTokens: countedOf(command, tokens), limit: tokens, hold: amount };
  }

  private meter(command: MeterTokens, at: string): Answer {
    const hold = this.holds.get(command.request);
    if (!hold) return { refused: 'HOLD_NOT_FOUND' };
    const { plan, prices } = hold.command.request;
    const target = plan[command.attempt];
    const rated = this.rate(command, prices[target?.price_version ?? ''] ?? []);
    const cost = target?.cost ? this.rate(command, target.cost.price) : 0n;
    this.expire(at);
    let owed = rated;
    const taken = { promo: 0n, paid: 0n };
    for (const { lot, amount } of hold.parts) {
      const spent = owed < amount ? owed : amount;
      owed -= spent;
      this.spend(lot, spent, taken);
      lot.held -= amount;
      lot.left += amount - spent;
      this.post(lot.kind === 'promo' ? '2191' : '2010', amount);
      this.post(lot.kind === 'promo' ? '2190' : '2000', spent - amount);
    }
    this.bookCost(cost, target?.cost?.currency ?? this.currency, taken);
    this.end(command.request, hold, at);
    return { done: true, charge: rated - owed, rated };
  }

  private spend(lot: PlainLot, amount: bigint, taken: { promo: bigint; paid: bigint }): void {
    lot.used += amount;
    taken[lot.kind === 'promo' ? 'promo' : 'paid'] += amount;
    this.post(lot.kind === 'promo' ? '1990' : '4000', -amount);
  }

  private bookCost(cost: bigint, currency: string, { promo, paid }: { promo: bigint; paid: bigint }): void {
    const charge = promo + paid;
    let ofPromo = charge === 0n ? 0n : (cost * promo) / charge;
    const ofPaid = charge === 0n ? cost : (cost * paid) / charge;
    if (ofPromo + ofPaid < cost && (cost * promo) % charge >= (cost * paid) % charge) ofPromo += 1n;
    this.post('5100', ofPromo, currency);
    this.post('5000', cost - ofPromo, currency);
    this.post('2300', -cost, currency);
  }

  private release(request: string, at: string, cost: { readonly currency: string; readonly amount: bigint } | null): Answer {
    const hold = this.holds.get(request);
    if (!hold) return { refused: 'HOLD_NOT_FOUND' };
    this.expire(at);
    for (const { lot, amount } of hold.parts) {
      lot.held -= amount;
      lot.left += amount;
      this.post(lot.kind === 'promo' ? '2191' : '2010', amount);
      this.post(lot.kind === 'promo' ? '2190' : '2000', -amount);
    }
    if (cost) {
      this.post('5200', cost.amount, cost.currency);
      this.post('2300', -cost.amount, cost.currency);
    }
    this.end(request, hold, at);
    return { done: true };
  }

  private end(request: string, hold: PlainHold, at: string): void {
    this.holds.delete(request);
    this.ended.add(request);
    for (const { lot } of hold.parts) if (lot.expiresAt !== null && lot.expiresAt <= at && lot.left > 0n) this.writeOff(lot, lot.left);
  }

  private pay(command: ReceivePayment, at: string): Answer {
    if (this.claims.has(command.claim.id)) return { nothing: true };
    if (command.claim.period !== this.period) return { refused: 'CLAIM_IN_OTHER_PERIOD' };
    if (command.amount.currency !== this.currency) return { refused: 'CURRENCY_MISMATCH' };
    if (command.amount.nanos <= 0n) return { refused: 'AMOUNT_NOT_POSITIVE' };
    this.expire(at);
    this.claims.add(command.claim.id);
    this.add(command.lot, 'paid', command.amount.nanos, at, null);
    this.post('1100', command.amount.nanos);
    return { done: true };
  }

  private grant(command: GrantCredit, at: string): Answer {
    if (command.claim && this.claims.has(command.claim.id)) return { nothing: true };
    if (command.claim && command.claim.period !== this.period) return { refused: 'CLAIM_IN_OTHER_PERIOD' };
    if (command.amount.currency !== this.currency) return { refused: 'CURRENCY_MISMATCH' };
    if (command.amount.nanos <= 0n) return { refused: 'AMOUNT_NOT_POSITIVE' };
    if (command.expiresAt !== null && command.expiresAt <= at) return { refused: 'EXPIRY_IN_THE_PAST' };
    this.expire(at);
    if (command.claim) this.claims.add(command.claim.id);
    this.add(command.lot, command.kind, command.amount.nanos, at, command.expiresAt);
    this.post(command.kind === 'promo' ? '1990' : '6900', command.amount.nanos);
    return { done: true };
  }

  private correct(command: AdjustBalance, at: string): Answer {
    const amount = command.amount.nanos;
    if (command.claim && this.claims.has(command.claim.id)) return { nothing: true };
    if (this.corrections.has(command.adjustment)) return { nothing: true };
    if (command.amount.currency !== this.currency) return { refused: 'CURRENCY_MISMATCH' };
    if (amount === 0n) return { refused: 'AMOUNT_NOT_POSITIVE' };
    if (command.claim && command.claim.period !== this.period) return { refused: 'CLAIM_IN_OTHER_PERIOD' };
    const original = command.reverses === null ? undefined : this.corrections.get(command.reverses);
    if (command.reverses !== null && original?.reversed) return { refused: 'ALREADY_REVERSED' };
    if (command.reverses !== null && original?.amount !== -amount) return { refused: 'REVERSAL_MISMATCH' };
    const paid = this.spendable(at).filter(({ kind }) => kind !== 'promo');
    if (amount < 0n && sum(paid.map(({ left }) => left)) < -amount) return { refused: 'INSUFFICIENT_FUNDS' };
    this.expire(at);
    if (command.claim) this.claims.add(command.claim.id);
    if (original) original.reversed = true;
    this.corrections.set(command.adjustment, { amount, reversed: false });
    if (amount > 0n) this.add(command.adjustment, 'adjustment', amount, at, null);
    let missing = amount < 0n ? -amount : 0n;
    for (const lot of paid) {
      const part = missing < lot.left ? missing : lot.left;
      lot.left -= part;
      lot.used += part;
      missing -= part;
      this.post('2000', part);
    }
    this.post('6900', amount);
    return { done: true };
  }

  private add(id: string, kind: PlainLot['kind'], granted: bigint, since: string, expiresAt: string | null): void {
    this.lots.push({ id, kind, granted, left: granted, held: 0n, used: 0n, expired: 0n, since, expiresAt });
    this.post(kind === 'promo' ? '2190' : '2000', -granted);
  }

  private post(account: string, amount: bigint, currency = this.currency): void {
    const name = `${account} ${currency}`;
    this.journal.set(name, (this.journal.get(name) ?? 0n) + amount);
  }

  /**
   * One sum of tokens × price, divided once, half to even. A price is looked for in the service tier told, then in none; then the same for what the
   * component is a part of.
   */
  private rate({ tokens, serviceTier: told }: MeterTokens, price: readonly PlainPrice[]): bigint {
    const input = sum(Object.entries(tokens).flatMap(([name, count]) => (name.startsWith('output') ? [] : [BigInt(count)])));
    let millionths = 0n;
    for (const [component, count] of Object.entries(tokens)) {
      const wholes = [component, component.replace('_audio', '').replace('_1h', '')];
      const places = wholes.flatMap((name) => [
        { name, served: told },
        { name, served: undefined },
      ]);
      const tiers = places.map(({ name, served }) =>
        price.filter((unit) => unit[0] === name && unit[3] === served && (unit[2] == null || input > BigInt(unit[2]))),
      );
      const fitting = tiers.find((units) => units.length > 0) ?? [];
      const highest = Math.max(...fitting.map((unit) => unit[2] ?? -1));
      millionths += BigInt(count) * decimal(fitting.find((unit) => (unit[2] ?? -1) === highest)?.[1] ?? '0');
    }
    const down = millionths / MILLION;
    const rest = millionths % MILLION;
    return rest > 500_000n || (rest === 500_000n && down % 2n === 1n) ? down + 1n : down;
  }
}

/** Tokens that a provider may count, begun ones whole, for each of the choices. */
function countedOf({ outputBoundPercent = 100, choices }: HoldFunds, limit: number): number {
  const hundredths = limit * outputBoundPercent;
  return ((hundredths - (hundredths % 100)) / 100 + (hundredths % 100 > 0 ? 1 : 0)) * choices;
}

/** `1.5` in nanos; with a sign. */
export function decimal(text: string): bigint {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const nanos = BigInt(whole) * 1_000_000_000n + BigInt((fraction + '000000000').slice(0, 9));
  return negative ? -nanos : nanos;
}

export const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
