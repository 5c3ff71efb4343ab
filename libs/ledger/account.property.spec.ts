import fc from 'fast-check';
import type { AccountCommand } from './account/account.commands.js';
import { freezeAccount, thawAccount } from './account.snapshot.js';
import type { Decision } from './account/decision.js';
import { AccountBooks } from './testing/account.books.js';
import { agreesWithOracle, booksBalance, eventsHold, periodsFollow, replaysAlike } from './testing/invariants.js';
import { PlainOracle, decimal, type Answer } from './testing/plain-oracle.js';
import { commandsOf, histories, type Step } from './testing/random-history.js';

/** Another history: `SEED=… RUNS=…`. What fails is shrunk and printed with its seed. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const RUNS = Number(process.env['RUNS'] ?? 100);
const OPENED = '2026-02-25T12:00:00.000Z';
const HOUR = 3_600_000;
const ACCOUNTS = [
  { account: 'acc_utc', currency: 'USD', timeZone: 'UTC', offsetMs: 0 },
  { account: 'acc_india', currency: 'USD', timeZone: 'Asia/Kolkata', offsetMs: 5.5 * HOUR, closingText: 1 }, // one claim in each event
  { account: 'acc_bogota', currency: 'EUR', timeZone: 'America/Bogota', offsetMs: -5 * HOUR, closingText: 60 },
] as const;

class Customer {
  readonly books: AccountBooks;
  readonly oracle: PlainOracle;
  readonly commands: AccountCommand[] = [];

  constructor(readonly options: (typeof ACCOUNTS)[number]) {
    this.books = new AccountBooks({ ...options, openedAt: OPENED });
    this.oracle = new PlainOracle(options.currency, options.offsetMs, OPENED);
  }

  get frozen(): string {
    return JSON.stringify(freezeAccount(this.books.state));
  }

  execute(command: AccountCommand): void {
    this.books.keepUp(command.at);
    const before = this.frozen;
    const decision = this.books.execute(command);
    this.commands.push(command);
    const answer = this.oracle.execute(command);
    agrees(decision, answer);
    if (!('done' in answer)) expect(this.frozen).toBe(before); // 8, 10
  }

  check(die: number): void {
    agreesWithOracle(this.books, this.oracle);
    booksBalance(this.books, this.oracle);
    eventsHold(this.books);
    periodsFollow(this.books);
    replaysAlike(this.books, die);
  }
}

function agrees(decision: Decision, answer: Answer): void {
  if ('refused' in answer) return expect(decision.refusal).toMatchObject({ code: answer.refused });
  expect(decision.refusal).toBeUndefined();
  if ('nothing' in answer) return expect(decision.events).toEqual([]);
  for (const event of decision.events ?? []) {
    if (event.type === 'RequestRouted')
      expect([event.data.bound.output, decimal(event.data.hold), event.data.output_limit ?? answer.limit]).toEqual([
        answer.outputTokens,
        answer.hold,
        answer.limit,
      ]);
    if (event.type === 'TokensMetered')
      expect([decimal(event.data.charge), decimal(event.data.rated)]).toEqual([answer.charge, answer.rated]);
  }
}

/** Now and then exactly to the moment at which something expires. */
function moved(clockMs: number, { clockMs: by, dice }: Step, { lots, time }: PlainOracle): number {
  const [next] = lots.flatMap(({ expiresAt }) => (expiresAt !== null && expiresAt > time ? [expiresAt] : [])).sort();
  return next !== undefined && (dice[7] ?? 0) % 10 === 0 ? Date.parse(next) : clockMs + by;
}

function run(steps: readonly Step[], seen: (type: string) => void): void {
  const customers = ACCOUNTS.map((options) => new Customer(options));
  let clockMs = Date.parse(OPENED);
  steps.forEach((step, serial) => {
    const customer = customers[step.account] as Customer;
    clockMs = moved(clockMs, step, customer.oracle);
    const clock = new Date(clockMs).toISOString();
    const { books, oracle, commands, options } = customer;
    const others = customers.filter((each) => each !== customer);
    const standing = others.map(({ frozen }) => frozen);
    if (step.what === 'thaw') books.state = thawAccount(JSON.parse(customer.frozen) as ReturnType<typeof freezeAccount>);
    for (const command of commandsOf(step, { oracle, currency: options.currency, clock, serial, commands })) customer.execute(command);
    if (step.what === 'sweep') expect([...oracle.holds.values()].filter(({ command }) => command.request.deadline <= clock)).toEqual([]); // 7
    customer.check(step.dice[8] ?? 0);
    expect(others.map(({ frozen }) => frozen)).toEqual(standing); // 21
  });
  for (const { books } of customers) books.events.forEach(({ type }) => seen(type));
}

describe('any history of any accounts', () => {
  it('keeps every invariant after every step, against a plain oracle', () => {
    const seen = new Map<string, number>();
    const count = (type: string) => seen.set(type, (seen.get(type) ?? 0) + 1);
    fc.assert(
      fc.property(histories, (steps) => run(steps, count)),
      { seed: SEED, numRuns: RUNS, endOnFailure: false },
    );
    process.stdout.write(`histories: SEED=${SEED} RUNS=${RUNS}: ${JSON.stringify(Object.fromEntries(seen))}\n`);
    if (RUNS >= 50)
      expect([...seen.keys()].sort()).toEqual(
        expect.arrayContaining(['TokensMetered', 'CreditExpired', 'BalanceAdjusted', 'ClaimsListed', 'PeriodClosed', 'RequestAbandoned']),
      );
  });
});
