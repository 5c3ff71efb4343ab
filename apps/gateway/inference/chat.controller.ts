import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChatCompletions } from './chat-completions.js';

@ApiTags('OpenAI-compatible')
@ApiBearerAuth()
@Controller('v1')
export class ChatController {
  constructor(private readonly chat: ChatCompletions) {}

  @ApiOperation({ summary: 'Chat completion, plain or streamed: held, answered and charged' })
  @Post('chat/completions')
  create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.chat.answer(request, reply);
  }
}
