import { Accounts } from '#accounts';
import { Directory, EntityWriter } from '#catalog';
import { CommandClaims, PaymentClaims } from '#claims';
import { InstallationSecrets } from '#identity';
import { ProjectorThread } from '#read-model';
import { MasterKey, PersonalData } from '#vault';
import { Module, type DynamicModule } from '@nestjs/common';
import { openBooks, type Books } from './books.js';
import { Caretaker } from './caretaker.js';
import { projectorMetrics } from './projector-metrics.js';
import { recover } from './recovery.js';
import { EVENT_STORE, READ_MODELS } from './tokens.js';
import { ReadPositions } from '../http/positions.js';
import type { Foundation } from '../lifecycle/foundation.module.js';

/** Opens the books before anything else of the application is made, and lets every feature inject a part of them. */
@Module({})
export class BooksModule {
  static async open(foundation: Foundation): Promise<DynamicModule> {
    const books: Books = await openBooks(foundation);
    const providers = [
      { provide: EVENT_STORE, useValue: books.store },
      { provide: READ_MODELS, useValue: books.models },
      { provide: ProjectorThread, useValue: books.projector },
      { provide: ReadPositions, useValue: books.projector satisfies ReadPositions },
      { provide: PersonalData, useValue: books.personal },
      { provide: MasterKey, useValue: books.master },
      { provide: Directory, useValue: books.directory },
      { provide: EntityWriter, useValue: books.entities },
      { provide: InstallationSecrets, useValue: books.installation },
      { provide: Accounts, useValue: books.accounts },
      { provide: PaymentClaims, useValue: books.payments },
      { provide: CommandClaims, useValue: books.commands },
    ];
    register(foundation, books);
    return { module: BooksModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}

/** Before the port opens, holds of dead gateways are released; afterwards a caretaker does what no request would. */
function register({ startup, closers, readiness, metrics, log }: Foundation, books: Books): void {
  readiness.register('read_models', () => (books.projector.ready ? undefined : 'projections are being built'));
  startup.register('recovery', () => recover(books, log));
  const caretaker = new Caretaker(books, log);
  startup.register('caretaker', () => caretaker.start());
  closers.register('background', 'caretaker', () => caretaker.stop());
  metrics.addSource(() => projectorMetrics(books.projector));
}
