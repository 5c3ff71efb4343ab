import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '../../http/route/described.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../../auth/caller.js';
import type { AdminCaller } from '../../auth/callers.js';
import { unhurried } from '../../auth/asking.js';
import { FindEntity, ListEntities } from '../../books/entities.queries.js';
import { ReadPositions } from '../../ground/read-positions.js';
import { refuse } from '../../http/errors/refusal.js';
import { JsonBody } from '../../http/input/json-body.js';
import { answered } from '../../auth/answered.js';
import { entityPage } from '../../http/output/entity-page.js';
import { awaitMinPosition } from '../../http/output/positions.js';
import { ForAdmins } from '../../http/route/access.js';
import { BODY_LIMIT_BYTES, BodyLimit } from '../../http/route/body-limit.js';
import { Documented } from '../../http/route/documented.js';
import { Runs } from '../../http/route/runs.js';
import { OncePerKey } from '../../idempotency/once-per-key.js';
import { nothingToShow, whenWritten } from '../../idempotency/written.js';
import { ConfirmPriceImport, DiscardPriceImport, DraftPriceImport, type ImportFacts } from './price-imports.commands.js';
import { importDocument, importSummary } from './price-imports.document.js';
import { ConfirmationBody, PriceImportBody } from './price-imports.dto.js';
import { PRICE_IMPORTS } from './price-imports.openapi.js';

@ApiTags('routing')
@ForAdmins('catalog.write')
@Controller('admin/price-imports')
export class PriceImportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
  ) {}

  @ApiOperation({ summary: 'Drafts what a public price list says of our models. Nothing is in force before it is confirmed' })
  @Post()
  @BodyLimit(BODY_LIMIT_BYTES.priceList)
  @Documented(PRICE_IMPORTS.draft)
  @Runs(DraftPriceImport)
  async draft(
    @JsonBody(PriceImportBody) body: PriceImportBody,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const facts = factsOf(body);
    const outcome = await this.once.run(unhurried(admin, request), { import: 'pim' }, async ({ import: id = '' }, origin) =>
      whenWritten(await this.commands.execute(new DraftPriceImport(id, facts, origin)), ({ state, position }) => ({
        document: importDocument(state),
        position,
      })),
    );
    return answered(reply, outcome);
  }

  /** Oldest first, without their rows. */
  @Get()
  @ForAdmins('catalog.read')
  @Documented(PRICE_IMPORTS.list)
  @Runs(ListEntities)
  async list(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const read = (limit: number, after: string | undefined) => this.queries.execute(new ListEntities('price-import', limit, after));
    const { data, ...rest } = await entityPage('price-import', request, read, ({ import: id }) => id);
    return { data: data.map(importSummary), ...rest };
  }

  @Get(':id')
  @ForAdmins('catalog.read')
  @Documented(PRICE_IMPORTS.read)
  @Runs(FindEntity)
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const found = await this.queries.execute(new FindEntity('price-import', id));
    return importDocument(found ?? refuse('NOT_FOUND', { message: 'There is no such price import' }));
  }

  @ApiOperation({ summary: 'Puts rows of a draft in force, all or those that are named. Confirming again finishes what was interrupted' })
  @Post(':id/confirm')
  @HttpCode(200)
  @Documented(PRICE_IMPORTS.confirm)
  @Runs(ConfirmPriceImport)
  async confirm(
    @Param('id') id: string,
    @JsonBody(ConfirmationBody, { optional: true }) { rows }: ConfirmationBody,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const outcome = await this.once.run(unhurried(admin, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new ConfirmPriceImport(id, rows, origin)), ({ state, position }) => ({
        document: importDocument(state),
        position,
      })),
    );
    return answered(reply, outcome);
  }

  @ApiOperation({ summary: 'Discards a draft. It stays in the history' })
  @Delete(':id')
  @HttpCode(204)
  @Documented(PRICE_IMPORTS.discard)
  @Runs(DiscardPriceImport)
  async discard(
    @Param('id') id: string,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const outcome = await this.once.run(unhurried(admin, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new DiscardPriceImport(id, origin)), nothingToShow),
    );
    answered(reply, outcome);
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
