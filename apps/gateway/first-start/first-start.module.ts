import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Startup } from '../ground/startup.js';
import { FirstStart } from './first-start.js';

@Module({ imports: [CqrsModule], providers: [FirstStart] })
export class FirstStartModule {
  constructor(startup: Startup, firstStart: FirstStart) {
    startup.registerOnceListening('first start', () => firstStart.run());
  }
}
