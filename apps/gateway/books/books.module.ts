import { Accounts } from '#accounts';
import { Directory, EntityWriter } from '#catalog';
import { CommandClaims, PaymentClaims } from '#claims';
import { InstallationSecrets } from '#identity';
import { MasterKey, PersonalData } from '#vault';
import { Module, type DynamicModule } from '@nestjs/common';
import { openBooks, type Books } from './books.js';
import { EVENT_STORE, LIFE, READ_MODELS, VAULT } from './tokens.js';
import { ReadPositions } from '../http/positions.js';
import type { Foundation } from '../lifecycle/foundation.module.js';

/** Opens the books before anything else of the application is made, and lets every feature inject a part of them. */
@Module({})
export class BooksModule {
  static async open(foundation: Foundation): Promise<DynamicModule> {
    const books: Books = await openBooks(foundation);
    const providers = [
      { provide: EVENT_STORE, useValue: books.store },
      { provide: READ_MODELS, useValue: null },
      { provide: ReadPositions, useValue: { waitFor: async () => true } },
      { provide: VAULT, useValue: books.vault },
      { provide: LIFE, useValue: books.life },
      { provide: PersonalData, useValue: books.personal },
      { provide: MasterKey, useValue: books.master },
      { provide: Directory, useValue: books.directory },
      { provide: EntityWriter, useValue: books.entities },
      { provide: InstallationSecrets, useValue: books.installation },
      { provide: Accounts, useValue: books.accounts },
      { provide: PaymentClaims, useValue: books.payments },
      { provide: CommandClaims, useValue: books.commands },
    ];
    return { module: BooksModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
