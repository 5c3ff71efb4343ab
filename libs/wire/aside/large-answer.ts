import { toldAs, type AnswerContext, type JsonObject, type Usage, type WireApi } from '#wire';
import type { AnswerFacts } from './aside.jobs.js';
import { asBuffer } from './aside.protocol.js';
import type { LentBytes } from './lent-bytes.js';

/** A provider's plain answer that is read aside: what is metered is here. */
export class LargeAnswer implements AnswerFacts {
  readonly usage: AnswerFacts['usage'];
  readonly told: AnswerFacts['told'];
  readonly ending: AnswerFacts['ending'];
  readonly isEmpty: AnswerFacts['isEmpty'];
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
    this.told = facts.told;
    this.ending = facts.ending;
    this.isEmpty = facts.isEmpty;
    this.serviceTier = facts.serviceTier;
    this.unpriced = facts.unpriced;
    this.keptIds = facts.keptIds;
    this.error = facts.error;
  }

  /** The same answer, as what was told of its usage while it was a stream. */
  toldAs(told: AnswerFacts['told']): LargeAnswer {
    return new LargeAnswer(this.upstream, this.lent, toldAs<AnswerFacts>(this, told));
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
  ): Promise<{ readonly bytes: Buffer; readonly output: string | undefined }> {
    const { bytes, output } = await this.lent.run('translate', api, this.upstream, usage, context);
    return { bytes: asBuffer(bytes), output };
  }

  /** As it came, but for vectors in another encoding than was asked for. */
  async sameDialect(asked: JsonObject): Promise<Buffer> {
    const { bytes = undefined } = this.upstream === 'embeddings' ? await this.lent.run('asAsked', asked) : {};
    return bytes ? asBuffer(bytes) : this.lent.taken();
  }
}
