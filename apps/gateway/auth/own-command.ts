import type { EntityOrigin } from '#directory';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered } from './answered.js';
import { askingOf } from './asking.js';
import type { PersonCaller } from './callers.js';
import type { PersonWritten } from './person-writer.js';
import { OncePerKey, type NewIds } from '../idempotency/once-per-key.js';
import { whenWritten } from '../idempotency/written.js';

/** What is shown now and never again is `shown`; `document` is what is answered to the same command again. */
export interface OwnResult {
  readonly written: PersonWritten;
  readonly document?: object;
  readonly shown?: object;
}

/** Commands by which people change what they sign in with: once for each Idempotency-Key, and no secret of theirs is kept. */
@Injectable()
export class OwnCommand {
  constructor(private readonly once: OncePerKey) {}

  async run(
    { caller, request, reply }: { readonly caller: PersonCaller; readonly request: FastifyRequest; readonly reply: FastifyReply },
    command: (origin: EntityOrigin, ids: Readonly<Record<string, string>>) => Promise<OwnResult>,
    newIds: NewIds = {},
  ): Promise<object> {
    const outcome = await this.once.run(askingOf(caller, request), newIds, async (ids, origin) => {
      const { written, document = {}, shown } = await command(origin, ids);
      return whenWritten(written, ({ position }) => ({
        document,
        position,
        ...(shown && { shownOnce: shown, isConfidential: true }),
      }));
    });
    return answered(reply, outcome);
  }
}
