import { type ListedModel } from '#catalog';
import { Directory } from '#directory';
import { modelNotFound } from '#routing';
import { anthropicModel, anthropicModelList, openaiModel, openaiModelList, type AnthropicPage, type ModelEntry } from '#wire';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '../../http/route/described.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../http/errors/refusal.js';
import { keyCallerOf } from '../../auth/caller.js';
import { httpRefusal } from './refusals.js';
import { ForKeysAlone } from '../../http/route/access.js';
import { Documented } from '../../http/route/documented.js';
import { Runs } from '../../http/route/runs.js';
import { INFERENCE_SCOPES, OPENAI } from './inference.openapi.js';

/** Source: Anthropic, "List Models". */
const MOST_LISTED = 1_000;

/** Only what the key may use, in the dialect of whoever asks: Anthropic's SDK says `anthropic-version`. Listing costs nothing: no provider is asked. */
@ApiTags('OpenAI-compatible', 'Anthropic-compatible')
@ApiBearerAuth()
@ForKeysAlone(...INFERENCE_SCOPES)
@Controller('v1/models')
export class ListedModelsController {
  constructor(private readonly directory: Directory) {}

  @ApiOperation({ summary: 'Models and aliases that the key may use' })
  @Get()
  @Documented(OPENAI.models)
  @Runs('the directory')
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): object {
    const { policy } = keyCallerOf(request).key;
    const models = this.directory.listModels(policy).map(entryOf);
    if (!isAnthropicClient(request, reply)) return openaiModelList(models);
    return anthropicModelList(models, pageOf(request.query as Readonly<Record<string, unknown>>, models));
  }

  /** Ids hold slashes, plain or URL-encoded. */
  @ApiOperation({ summary: 'One model or alias' })
  @Get('*')
  @Documented(OPENAI.model)
  @Runs('the directory')
  find(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Param('*') id: string): object {
    const { policy } = keyCallerOf(request).key;
    const found = this.directory.listModels(policy).find(({ name }) => name === id);
    if (!found) throw httpRefusal(modelNotFound(this.directory, id, policy));
    return isAnthropicClient(request, reply) ? anthropicModel(entryOf(found)) : openaiModel(entryOf(found));
  }
}

function isAnthropicClient({ headers, id }: FastifyRequest, reply: FastifyReply): boolean {
  if (headers['anthropic-version'] === undefined) return false;
  void reply.header('request-id', id);
  return true;
}

function entryOf({ name, createdAt, choices }: ListedModel): ModelEntry {
  const first = choices[0]?.model;
  return {
    id: name,
    createdAt: Math.floor(Date.parse(createdAt) / 1_000) || 0,
    ownedBy: first?.targets[0]?.provider ?? 'tokenok',
    ...(first ? { limits: first.limits } : {}),
  };
}

function pageOf(
  { limit, after_id: after, before_id: before }: Readonly<Record<string, unknown>>,
  models: readonly ModelEntry[],
): AnthropicPage {
  const count = limit === undefined ? undefined : Number(limit);
  if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= MOST_LISTED))
    refuse('INVALID_REQUEST', { field: 'limit', message: `limit must be a whole number from 1 to ${MOST_LISTED}` });
  return {
    ...(count === undefined ? {} : { limit: count }),
    ...cursorOf('after_id', after, models),
    ...cursorOf('before_id', before, models),
  };
}

function cursorOf(field: 'after_id' | 'before_id', value: unknown, models: readonly ModelEntry[]): AnthropicPage {
  if (value === undefined) return {};
  if (!models.some(({ id }) => id === value)) refuse('INVALID_REQUEST', { field, message: `${field} is no model of this list` });
  return { [field]: value };
}
