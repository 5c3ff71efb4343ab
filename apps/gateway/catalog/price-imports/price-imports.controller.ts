import { Directory } from '#catalog';
import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { directoryPage } from '../../http/output/directory-page.js';
import { accepted } from '../../http/errors/directory.refusals.js';
import { CurrentAdmin } from '../../auth/access.guard.js';
import type { AdminCaller } from '../../auth/admin-authenticator.js';
import { JsonBody } from '../../http/input/json-body.js';
import { awaitMinPosition } from '../../http/output/positions.js';
import { ReadPositions } from '../../ground/read-positions.js';
import { refuse } from '../../http/errors/refusal.js';
import { OncePerKey } from '../../idempotency/once-per-key.js';
import { ConfirmPriceImport, DiscardPriceImport, DraftPriceImport, type ImportFacts } from './price-imports.commands.js';
import { importDocument, importSummary } from './price-imports.document.js';
import { ConfirmationBody, PriceImportBody } from './price-imports.dto.js';

@ApiTags('routing')
@Controller('admin/price-imports')
export class PriceImportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
  ) {}

  @ApiOperation({ summary: 'Drafts what a public price list says of our models. Nothing is in force before it is confirmed' })
  @Post()
  draft(
    @JsonBody(PriceImportBody) body: PriceImportBody,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const facts = factsOf(body);
    return this.once.run({ caller: admin, request, reply }, { import: 'pim' }, async ({ import: id = '' }, origin) => {
      const { state, position } = accepted(await this.commands.execute(new DraftPriceImport(id, facts, origin)));
      return { document: importDocument(state), position };
    });
  }

  /** Oldest first, without their rows. */
  @Get()
  async list(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { data, ...rest } = directoryPage(this.directory, 'price-import', request, ({ import: id }) => id);
    return { data: data.map(importSummary), ...rest };
  }

  @Get(':id')
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const state = this.directory.row('price-import', id)?.state ?? refuse('NOT_FOUND', { message: 'There is no such price import' });
    return importDocument(state);
  }

  @ApiOperation({ summary: 'Puts rows of a draft in force, all or those that are named. Confirming again finishes what was interrupted' })
  @Post(':id/confirm')
  @HttpCode(200)
  confirm(
    @Param('id') id: string,
    @JsonBody(ConfirmationBody, { optional: true }) { rows }: ConfirmationBody,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.once.run({ caller: admin, request, reply }, {}, async (_ids, origin) => {
      const { state, position } = accepted(await this.commands.execute(new ConfirmPriceImport(id, rows, origin)));
      return { document: importDocument(state), position };
    });
  }

  @ApiOperation({ summary: 'Discards a draft. It stays in the history' })
  @Delete(':id')
  @HttpCode(204)
  async discard(
    @Param('id') id: string,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.once.run({ caller: admin, request, reply }, {}, async (_ids, origin) => {
      const { position } = accepted(await this.commands.execute(new DiscardPriceImport(id, origin)));
      return { document: {}, position };
    });
  }
}

/** What the fields cannot say one by one. */
function factsOf({
  source,
  list: text,
  url,
  providers,
  models = [],
  apply = 'both',
  markup_ppm: markupPpm = 0,
}: PriceImportBody): ImportFacts {
  if (text !== undefined && url !== undefined) refuse('INVALID_REQUEST', { field: 'url', message: 'Either list or url, not both' });
  if (apply === 'cost' && markupPpm > 0)
    refuse('INVALID_REQUEST', { field: 'markup_ppm', message: 'A cost is as the list has it: there is no markup on it' });
  for (const [index, { id }] of models.entries()) {
    const isRepeated = models.findIndex((each) => each.id === id) < index;
    if (isRepeated) refuse('INVALID_REQUEST', { field: `models[${index}].id`, message: `${id} is named twice` });
  }
  const facts = {
    list: { list: source, ...(text !== undefined && { text }), ...(url !== undefined && { url }) },
    models,
    apply,
    markupPpm,
  };
  return providers ? { ...facts, providers: textsOf(providers) } : facts;
}

function textsOf(providers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  for (const [provider, value] of Object.entries(providers)) {
    if (typeof value !== 'string')
      refuse('INVALID_REQUEST', { field: `providers.${provider}`, message: 'A provider of the list, as text' });
  }
  return providers as Readonly<Record<string, string>>;
}
