import { Directory, type ListedModel } from '#catalog';
import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { HttpRefusal } from '../http/refusal.js';
import { KeyAuthenticator } from '../auth/key-authenticator.js';

/** A model as the OpenAI API lists it. */
interface OpenAiModel {
  readonly id: string;
  readonly object: 'model';
  /** Seconds since the epoch. */
  readonly created: number;
  readonly owned_by: string;
}

/** Only what the key may use. Listing costs nothing: no provider is asked. */
@ApiTags('OpenAI-compatible')
@ApiBearerAuth()
@Controller('v1/models')
export class ModelsController {
  constructor(
    private readonly keys: KeyAuthenticator,
    private readonly directory: Directory,
  ) {}

  @ApiOperation({ summary: 'Models and aliases that the key may use' })
  @Get()
  list(@Req() request: FastifyRequest): { object: 'list'; data: OpenAiModel[] } {
    const { policy } = this.keys.authenticate(request, ['inference']).key;
    return { object: 'list', data: this.directory.listModels(policy).map(openAiModel) };
  }

  /** Ids hold slashes, plain or URL-encoded. */
  @ApiOperation({ summary: 'One model or alias' })
  @Get('*')
  find(@Req() request: FastifyRequest, @Param('*') id: string): OpenAiModel {
    const { policy } = this.keys.authenticate(request, ['inference']).key;
    const found = this.directory.listModels(policy).find(({ name }) => name === id);
    if (found) return openAiModel(found);
    const nearest = this.directory.nearestModel(id, policy);
    const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    throw new HttpRefusal('MODEL_NOT_FOUND', { field: 'model', message: `The model ${JSON.stringify(id)} does not exist.${hint}` });
  }
}

function openAiModel({ name, createdAt, choices }: ListedModel): OpenAiModel {
  const created = Math.floor(Date.parse(createdAt) / 1_000) || 0;
  return { id: name, object: 'model', created, owned_by: choices[0]?.model.targets[0]?.provider ?? 'tokenok' };
}
