import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered } from '../auth/answered.js';
import { unhurried } from '../auth/asking.js';
import { CurrentAdmin } from '../auth/caller.js';
import type { AdminCaller } from '../auth/callers.js';
import { ReadPositions } from '../ground/read-positions.js';
import { refuse } from '../http/errors/refusal.js';
import { JsonBody } from '../http/input/json-body.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ForAdmins, StepUp } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { whenWritten } from '../idempotency/written.js';
import { Erasure } from './erasure.dto.js';
import { ERASURE } from './erasure.openapi.js';
import type { ErasurePreview } from './erasure.preview.js';
import { ErasePerson, PreviewPersonErasure } from './person-erasure.commands.js';

@ApiTags('people')
@ForAdmins('people.admin')
@Controller('admin/people')
export class PersonErasureController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
  ) {}

  @ApiOperation({ summary: 'What erasing the person would take away, and what would stay, and why' })
  @Get(':id/erase')
  @Documented(ERASURE.previewPerson)
  @Runs(PreviewPersonErasure)
  async preview(@Param('id') id: string, @Req() request: FastifyRequest): Promise<ErasurePreview> {
    await awaitMinPosition(request, this.positions);
    const preview = await this.queries.execute(new PreviewPersonErasure(id));
    return preview ?? refuse('NOT_FOUND', { message: 'There is no such person' });
  }

  @ApiOperation({ summary: 'Erases the person, for good' })
  @Post(':id/erase')
  @HttpCode(200)
  @StepUp()
  @Documented(ERASURE.person)
  @Runs(ErasePerson)
  async erase(
    @Param('id') id: string,
    @JsonBody(Erasure, { optional: true }) { reason }: Erasure,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const outcome = await this.once.run(unhurried(admin, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new ErasePerson(id, reason, origin)), ({ state, position }) => ({
        document: { id, status: 'erased', erased_at: state.erased_at },
        position,
      })),
    );
    return answered(reply, outcome);
  }
}
