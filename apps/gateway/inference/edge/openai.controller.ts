import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '../../http/route/described.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForKeysAlone } from '../../http/route/access.js';
import { BODY_LIMIT_BYTES, BodyLimit } from '../../http/route/body-limit.js';
import { Documented } from '../../http/route/documented.js';
import { Runs } from '../../http/route/runs.js';
import { CHARGED, INFERENCE_SCOPES, OPENAI } from './inference.openapi.js';
import { Inference } from './inference.js';

@ApiTags('OpenAI-compatible')
@ApiBearerAuth()
@ForKeysAlone(...INFERENCE_SCOPES)
@Controller('v1')
export class OpenAiController {
  constructor(private readonly inference: Inference) {}

  @ApiOperation({ summary: 'Chat completion, plain or streamed: held, answered and charged' })
  @Post('chat/completions')
  @BodyLimit(BODY_LIMIT_BYTES.v1)
  @Documented(OPENAI.chat)
  @Runs(...CHARGED)
  chat(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.answer('chat', request, reply);
  }

  @ApiOperation({ summary: 'Response, plain or streamed: held, answered and charged' })
  @Post('responses')
  @BodyLimit(BODY_LIMIT_BYTES.v1)
  @Documented(OPENAI.responses)
  @Runs(...CHARGED)
  responses(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.answer('responses', request, reply);
  }

  @ApiOperation({ summary: 'Completion of the older kind, plain or streamed: held, answered and charged' })
  @Post('completions')
  @BodyLimit(BODY_LIMIT_BYTES.v1)
  @Documented(OPENAI.completions)
  @Runs(...CHARGED)
  completions(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.answer('completions', request, reply);
  }

  @ApiOperation({ summary: 'Embeddings: held, answered and charged' })
  @Post('embeddings')
  @BodyLimit(BODY_LIMIT_BYTES.v1)
  @Documented(OPENAI.embeddings)
  @Runs(...CHARGED)
  embeddings(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.answer('embeddings', request, reply);
  }
}
