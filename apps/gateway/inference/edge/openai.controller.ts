import { Controller, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '../../http/route/described.js';
import { ForKeysAlone } from '../../http/route/access.js';
import { BODY_LIMIT_BYTES, BodyLimit } from '../../http/route/body-limit.js';
import { BeforeRouter } from '../../http/route/hot.js';
import { Documented } from '../../http/route/documented.js';
import { Runs } from '../../http/route/runs.js';
import type { HotRequest } from '../../http/server/hot-request.js';
import type { TakeHot } from '../../http/server/hot-routes.js';
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
  @BeforeRouter()
  @BodyLimit(BODY_LIMIT_BYTES.v1)
  @Documented(OPENAI.chat)
  @Runs(...CHARGED)
  chat(...arrival: Parameters<TakeHot>): HotRequest {
    return this.inference.take('chat', ...arrival);
  }

  @ApiOperation({ summary: 'Response, plain or streamed: held, answered and charged' })
  @Post('responses')
  @BeforeRouter()
  @BodyLimit(BODY_LIMIT_BYTES.v1)
  @Documented(OPENAI.responses)
  @Runs(...CHARGED)
  responses(...arrival: Parameters<TakeHot>): HotRequest {
    return this.inference.take('responses', ...arrival);
  }

  @ApiOperation({ summary: 'Completion of the older kind, plain or streamed: held, answered and charged' })
  @Post('completions')
  @BeforeRouter()
  @BodyLimit(BODY_LIMIT_BYTES.v1)
  @Documented(OPENAI.completions)
  @Runs(...CHARGED)
  completions(...arrival: Parameters<TakeHot>): HotRequest {
    return this.inference.take('completions', ...arrival);
  }

  @ApiOperation({ summary: 'Embeddings: held, answered and charged' })
  @Post('embeddings')
  @BeforeRouter()
  @BodyLimit(BODY_LIMIT_BYTES.v1)
  @Documented(OPENAI.embeddings)
  @Runs(...CHARGED)
  embeddings(...arrival: Parameters<TakeHot>): HotRequest {
    return this.inference.take('embeddings', ...arrival);
  }
}
