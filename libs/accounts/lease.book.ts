import { ConflictError } from '#event-store';
import type { Account, AccountEvent } from '#ledger';
import type { Book, OpenAccount, WriteEvents } from './account.book.js';
import type { AccountLoader, LoadedAccount } from './account.loader.js';

/** A lease's stream: short, so it is read from its first event on. */
export class LeaseBook implements Book {
  /** Whoever else writes here seals it, and then everything that this gateway appends conflicts. */
  readonly shared = false;
  readonly contended = false;

  constructor(
    private readonly stream: string,
    private readonly loader: AccountLoader,
    /** LeaseOpened, as it follows from FundsLeased; undefined once the account has settled the lease. */
    private readonly opening: () => Promise<AccountEvent | undefined>,
  ) {}

  load(): Promise<LoadedAccount> {
    return this.loader.loadStream(this.stream);
  }

  takes(): boolean {
    return true;
  }

  dated(_state: Account, moment: string): string {
    return moment;
  }

  async prepare(loaded: LoadedAccount, _moment: string, write: WriteEvents): Promise<OpenAccount> {
    if (!loaded.state) {
      const opened = await this.opening();
      // Settled already: then whoever sealed it has opened it since we looked, and it has to be read again.
      if (!opened) throw new ConflictError(this.stream, 'no_stream');
      await write(loaded, [opened], 'leasing');
    }
    return loaded as OpenAccount;
  }
}
