import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Inference } from './inference.js';

@ApiTags('OpenAI-compatible')
@ApiBearerAuth()
@Controller('v1')
export class OpenAiController {
  constructor(private readonly inference: Inference) {}

  @ApiOperation({ summary: 'Chat completion, plain or streamed: held, answered and charged' })
  @Post('chat/completions')
  chat(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.answer('chat', request, reply);
  }

  @ApiOperation({ summary: 'Response, plain or streamed: held, answered and charged' })
  @Post('responses')
  responses(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.answer('responses', request, reply);
  }

  @ApiOperation({ summary: 'Completion of the older kind, plain or streamed: held, answered and charged' })
  @Post('completions')
  completions(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.answer('completions', request, reply);
  }

  @ApiOperation({ summary: 'Embeddings: held, answered and charged' })
  @Post('embeddings')
  embeddings(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.answer('embeddings', request, reply);
  }
}
