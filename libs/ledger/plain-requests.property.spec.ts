import fc from 'fast-check';
import type { AccountCommand } from './account/account.commands.js';
import type { Account } from './account/account.state.js';
import { decide } from './account.decider.js';
import { evolve } from './account.evolve.js';
import { freezeAccount, thawAccount } from './account.snapshot.js';
import { plainStep, takePlainStep } from './requests/plain-requests.js';
import { AccountBooks } from './testing/account.books.js';
import { grant, hold, meter, payment } from './testing/account.commands.js';
import { PlainOracle } from './testing/plain-oracle.js';
import { commandsOf, histories, type Step } from './testing/random-history.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const RUNS = Number(process.env['RUNS'] ?? 100);
const OPENED = '2026-02-25T12:00:00.000Z';

const frozen = (account: Account): string => JSON.stringify(freezeAccount(account));

/** Beside the books, which know only the general way: an account that takes the plain way wherever it is one. */
class Beside {
  private account: Account;
  private followed: number;

  constructor(private readonly books: AccountBooks) {
    this.account = thawAccount(freezeAccount(books.state));
    this.followed = books.events.length;
  }

  execute(command: AccountCommand, seen: (type: string) => void): void {
    const { books } = this;
    books.keepUp(command.at);
    this.follow();
    const before = frozen(this.account);
    const step = plainStep(command, this.account);
    expect(frozen(this.account)).toBe(before); // deciding changes nothing
    const { events } = books.execute(command);
    if (step) {
      expect(events).toHaveLength(1);
      expect(step.event).toEqual(events?.[0]);
      expect(JSON.stringify(step.event)).toBe(JSON.stringify(events?.[0])); // the order of members too
      takePlainStep(this.account, step);
      this.followed += 1;
      seen(step.event.type);
    }
    this.follow();
    expect(this.account).toEqual(books.state);
    expect(frozen(this.account)).toBe(frozen(books.state));
  }

  /** As after a restart, on both sides: from here on their states share nothing with the events. */
  thaw(): void {
    this.account = thawAccount(JSON.parse(frozen(this.account)) as ReturnType<typeof freezeAccount>);
    this.books.state = thawAccount(JSON.parse(frozen(this.books.state)) as ReturnType<typeof freezeAccount>);
  }

  private follow(): void {
    const { events } = this.books;
    for (const event of events.slice(this.followed)) this.account = evolve(this.account, event);
    this.followed = events.length;
  }
}

function run(steps: readonly Step[], seen: (type: string) => void): void {
  const options = { account: 'acc_1', currency: 'USD', timeZone: 'UTC', openedAt: OPENED } as const;
  const beside = new Beside(new AccountBooks(options));
  const oracle = new PlainOracle('USD', 0, OPENED);
  const commands: AccountCommand[] = [];
  let clockMs = Date.parse(OPENED);
  steps.forEach((step, serial) => {
    clockMs += step.clockMs;
    if (step.what === 'thaw') beside.thaw();
    for (const command of commandsOf(step, { oracle, currency: 'USD', clock: new Date(clockMs).toISOString(), serial, commands })) {
      beside.execute(command, seen);
      oracle.execute(command);
      commands.push(command);
    }
  });
}

describe('the plain way of a request', () => {
  it('writes the same events as the general one, and leaves the same state, over any history', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(histories, (steps) => run(steps, (type) => seen.set(type, (seen.get(type) ?? 0) + 1))),
      { seed: SEED, numRuns: RUNS, endOnFailure: false },
    );
    process.stdout.write(`plain steps: SEED=${SEED} RUNS=${RUNS}: ${JSON.stringify(Object.fromEntries(seen))}\n`);
    if (RUNS >= 50) expect([...seen.keys()].sort()).toEqual(['RequestRouted', 'TokensMetered']);
  });

  describe('is taken', () => {
    it.each<[string, readonly AccountCommand[], AccountCommand, boolean]>([
      ['by a hold that one lot covers', [], hold('9.00'), true],
      ['by one that takes all of it', [], hold('10.00'), true],
      ['by none that needs a second lot', [payment('5.00', { payment: 'pay_2' })], hold('12.00'), false],
      ['by none that is lowered', [], hold('12.00', { minimumOutputTokens: 1 }), false],
      ['by none of nothing', [], hold('0.00'), false],
      ['by none in another currency', [], hold('1.00', { currency: 'EUR' }), false],
      ['by none that is held already', [hold('1.00')], hold('1.00'), false],
      ['by the charge of a hold', [hold('9.00')], meter('3.00'), true],
      ['by the charge of all that was held', [hold('9.00')], meter('9.00'), true],
      ['by a charge of nothing', [hold('9.00')], meter('0.00'), true],
      ['by none beyond its hold', [hold('9.00')], meter('9.01'), false],
      ['by none of a hold over two lots', [payment('5.00', { payment: 'pay_2' }), hold('12.00')], meter('1.00'), false],
      ['by none of a hold that is not there', [], meter('1.00'), false],
    ])('%s', (_, before, command, isTaken) => {
      const account = accountAfter([payment('10.00'), ...before]);
      expect(plainStep(command, account) !== undefined).toBe(isTaken);
    });

    it('by nothing while a lot has expired, or a release would expire', () => {
      const expiring = { expiresAt: '2026-11-10T12:05:00.000Z' };
      const account = accountAfter([grant('promo', '4.00', expiring), payment('10.00'), hold('4.00')]);
      const at = '2026-11-10T12:06:00.000Z';
      expect(plainStep(meter('1.00', { at }), account)).toBeUndefined();
      const idle = accountAfter([grant('promo', '4.00', expiring), payment('10.00')]);
      expect(plainStep(hold('1.00', { at }), idle)).toBeUndefined();
      expect(plainStep(hold('1.00'), idle)).toBeDefined();
    });
  });
});

function accountAfter(commands: readonly AccountCommand[]): Account {
  const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC' });
  for (const command of commands) {
    for (const event of decide(command, books.state).events ?? []) books.state = evolve(books.state, event);
  }
  return books.state;
}
