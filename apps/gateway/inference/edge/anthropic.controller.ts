import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '../../http/route/described.js';
import { CountTokens } from './count-tokens.js';
import { ForKeysAlone } from '../../http/route/access.js';
import { BODY_LIMIT_BYTES, BodyLimit } from '../../http/route/body-limit.js';
import { BeforeRouter } from '../../http/route/hot.js';
import { Documented } from '../../http/route/documented.js';
import { Runs } from '../../http/route/runs.js';
import type { HotRequest } from '../../http/server/hot-request.js';
import type { TakeHot } from '../../http/server/hot-routes.js';
import { ANTHROPIC, CHARGED, INFERENCE_SCOPES } from './inference.openapi.js';
import { Inference } from './inference.js';

@ApiTags('Anthropic-compatible')
@ApiBearerAuth()
@ForKeysAlone(...INFERENCE_SCOPES)
@Controller('v1/messages')
export class AnthropicController {
  constructor(
    private readonly inference: Inference,
    private readonly counting: CountTokens,
  ) {}

  @ApiOperation({ summary: 'Message, plain or streamed: held, answered and charged' })
  @Post()
  @BeforeRouter()
  @BodyLimit(BODY_LIMIT_BYTES.v1)
  @Documented(ANTHROPIC.create)
  @Runs(...CHARGED)
  create(...arrival: Parameters<TakeHot>): HotRequest {
    return this.inference.take('messages', ...arrival);
  }

  @ApiOperation({ summary: 'Input tokens of a message: counted, never charged' })
  @HttpCode(200)
  @Post('count_tokens')
  @BeforeRouter()
  @BodyLimit(BODY_LIMIT_BYTES.v1)
  @Documented(ANTHROPIC.countTokens)
  @Runs('a provider or the tokenizer')
  countTokens(...arrival: Parameters<TakeHot>): HotRequest {
    return this.counting.take(...arrival);
  }
}
