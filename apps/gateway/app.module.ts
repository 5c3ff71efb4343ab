import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { AuthModule } from './auth/auth.module.js';
import { BooksModule } from './books/books.module.js';
import { EntitiesModule } from './books/entities.module.js';
import type { OpenStores } from './books/stores.js';
import { CatalogModule } from './catalog/catalog.module.js';
import { CreditsModule } from './credits/credits.module.js';
import { CustomersModule } from './customers/customers.module.js';
import { FirstStartModule } from './first-start/first-start.module.js';
import { HealthModule } from './health/health.module.js';
import { accountAnswers } from './idempotency/account-answers.js';
import { IdempotencyModule } from './idempotency/idempotency.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { InferenceModule } from './inference/inference.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { FoundationModule, type Foundation } from './foundation/foundation.module.js';
import { BillingModule } from './billing/billing.module.js';
import { RequestsModule } from './requests/requests.module.js';
import { MyModelsModule } from './catalog/my-models/my-models.module.js';
import { PlaygroundModule } from './playground/playground.module.js';
import { OverviewModule } from './overview/overview.module.js';
import { ProviderHealthModule } from './catalog/provider-health/provider-health.module.js';
import { LinksModule } from './links/links.module.js';
import { MailModule } from './mail/mail.module.js';
import { MembersModule } from './members/members.module.js';
import { PeopleModule } from './people/people.module.js';
import { SignUpModule } from './sign-up/sign-up.module.js';
import { PaymentsModule } from './payments/payments.module.js';

type Feature = Type | DynamicModule | Promise<DynamicModule>;

/** Features, in the order in which they start. A feature injects what FoundationModule and BooksModule export, without importing them. */
const features = (foundation: Foundation, open?: OpenStores): readonly Feature[] => [
  BooksModule.open(foundation, accountAnswers, open),
  HealthModule,
  MailModule,
  AuthModule,
  IdempotencyModule,
  EntitiesModule,
  CustomersModule,
  ErasureModule,
  ApiKeysModule,
  PeopleModule,
  LinksModule,
  MembersModule,
  SignUpModule,
  CatalogModule,
  CreditsModule,
  LedgerModule,
  BillingModule,
  RequestsModule,
  OverviewModule,
  PaymentsModule,
  InferenceModule,
  ProviderHealthModule,
  MyModelsModule,
  PlaygroundModule,
  FirstStartModule,
];

@Module({})
export class AppModule {
  /** The product's features over the environment's stores; or other features, or the product's over other stores, for tests. */
  static compose(foundation: Foundation, chosen?: readonly Feature[], open?: OpenStores): DynamicModule {
    return { module: AppModule, imports: [FoundationModule.provide(foundation), ...(chosen ?? features(foundation, open))] };
  }
}
