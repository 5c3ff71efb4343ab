import type { AnswerContext, JsonObject, Usage, WireApi } from '#wire';
import type { AnswerFacts } from './aside.jobs.js';
import { asBuffer } from './aside.protocol.js';
import type { LentBytes } from './lent-bytes.js';

/** A provider's plain answer that is read aside: what is metered is here. */
export class LargeAnswer implements AnswerFacts {
  readonly usage: AnswerFacts['usage'];
  readonly finishReasons: AnswerFacts['finishReasons'];
  readonly serviceTier: AnswerFacts['serviceTier'];
  readonly unpriced: AnswerFacts['unpriced'];
  readonly keptIds: AnswerFacts['keptIds'];
  readonly error: AnswerFacts['error'];

  constructor(
    private readonly upstream: WireApi,
    private readonly lent: LentBytes,
    facts: AnswerFacts,
  ) {
    this.usage = facts.usage;
    this.finishReasons = facts.finishReasons;
    this.serviceTier = facts.serviceTier;
    this.unpriced = facts.unpriced;
    this.keptIds = facts.keptIds;
    this.error = facts.error;
  }

  /** For an answer whose provider told no usage. */
  estimateOutput(model: string): Promise<{ readonly tokens: number; readonly audioChars: number }> {
    return this.lent.run('estimateOutput', this.upstream, model);
  }

  /** In the client's dialect; `output`: its items as JSON, where that is Responses. */
  async translated(
    api: WireApi,
    usage: Usage,
    context: AnswerContext,
  ): Promise<{ readonly bytes: Buffer; readonly output: string | undefined; readonly dropped: readonly string[] }> {
    const { bytes, output, dropped } = await this.lent.run('translate', api, this.upstream, usage, context);
    return { bytes: asBuffer(bytes), output, dropped };
  }

  /** As it came, but for vectors in another encoding than was asked for. */
  async sameDialect(asked: JsonObject): Promise<Buffer> {
    const { bytes = undefined } = this.upstream === 'embeddings' ? await this.lent.run('asAsked', asked) : {};
    return bytes ? asBuffer(bytes) : this.lent.taken();
  }
}
