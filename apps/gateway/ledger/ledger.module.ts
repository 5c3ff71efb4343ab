import { Module } from '@nestjs/common';
import { LedgerController } from './ledger.controller.js';
import { BooksVerification } from './verification.js';

/** The books: events, trial balance, verification, what admins did. */
@Module({ controllers: [LedgerController], providers: [BooksVerification] })
export class LedgerModule {}
