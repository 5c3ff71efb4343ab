import { Module } from '@nestjs/common';
import { Aside } from '#wire/aside';
import { Closers } from '../../ground/closers.js';
import { Bodies } from './bodies.js';

/** Where bodies are read. Its threads begin with the first large one. */
@Module({ providers: [{ provide: Bodies, inject: [Closers], useFactory: openBodies }], exports: [Bodies] })
export class BodiesModule {}

function openBodies(closers: Closers): Bodies {
  const aside = new Aside();
  closers.register('background', 'threads for large bodies', () => aside.close());
  return new Bodies(aside);
}
