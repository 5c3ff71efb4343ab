import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CountTokens } from './count-tokens.js';
import { Inference } from './inference.js';

@ApiTags('Anthropic-compatible')
@ApiBearerAuth()
@Controller('v1/messages')
export class AnthropicController {
  constructor(
    private readonly inference: Inference,
    private readonly counting: CountTokens,
  ) {}

  @ApiOperation({ summary: 'Message, plain or streamed: held, answered and charged' })
  @Post()
  create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.answer('messages', request, reply);
  }

  @ApiOperation({ summary: 'Input tokens of a message: counted, never charged' })
  @HttpCode(200)
  @Post('count_tokens')
  countTokens(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.counting.answer(request, reply);
  }
}
