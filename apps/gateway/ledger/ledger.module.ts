import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { LedgerController } from './ledger.controller.js';
import { LEDGER_QUERIES } from './ledger.queries.js';
import { BooksVerification } from './verification.js';

/** The books: events, trial balance, verification, what admins did. */
@Module({ imports: [CqrsModule], controllers: [LedgerController], providers: [BooksVerification, ...LEDGER_QUERIES] })
export class LedgerModule {}
