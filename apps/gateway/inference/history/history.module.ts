import { PersonalData } from '#vault';
import type { HistoryStore } from '#response-history';
import { Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { RESPONSE_STORE } from '../../books/tokens.js';
import { Clock, Environment } from '#process';
import { Closers } from '../../ground/closers.js';
import { LOG } from '../../ground/log.js';
import { Startup } from '../../ground/startup.js';
import { Bodies } from '../bodies/bodies.js';
import { BodiesModule } from '../bodies/bodies.module.js';
import { ResponseHistory } from './response-history.js';
import { HistorySweeper } from './history-sweeper.js';

/** What a translated response leaves, for as long as the environment says. */
@Module({
  imports: [BodiesModule],
  providers: [
    {
      provide: ResponseHistory,
      inject: [RESPONSE_STORE, PersonalData, Environment, LOG, Startup, Closers, Clock, Bodies],
      useFactory: open,
    },
  ],
  exports: [ResponseHistory],
})
export class HistoryModule {}

function open(
  store: HistoryStore,
  personal: PersonalData,
  { keepResponsesDays: days }: Environment,
  log: Logger,
  startup: Startup,
  closers: Closers,
  { nowMs: now }: Clock,
  bodies: Bodies,
): ResponseHistory {
  const options = { store, personal, days, log, now };
  const sweeper = new HistorySweeper(options);
  startup.registerOnceListening('sweep of kept responses', () => sweeper.start());
  closers.register('background', 'sweep of kept responses', () => sweeper.stop());
  return new ResponseHistory(options, bodies);
}
