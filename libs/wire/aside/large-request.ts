import type { TranslationTarget, UpstreamRequestBody, WireApi, WireRefusal, WireRequest } from '#wire';
import type { LargeFacts } from './aside.jobs.js';
import { asBuffer } from './aside.protocol.js';
import type { LentBytes } from './lent-bytes.js';

/** A request whose body is read aside: what is known of it is here. */
export interface LargeRequest extends LargeFacts {
  readonly large: LargeBody;
}

/** The body of a large request: whatever needs the whole of it is done aside. */
export class LargeBody {
  constructor(
    private readonly api: WireApi,
    readonly lent: LentBytes,
  ) {}

  get bytes(): number {
    return this.lent.length;
  }

  /** Why it cannot be said by these routes of a provider. */
  refusals(upstreams: readonly WireApi[], outputLimit: number): Promise<NonNullable<WireRequest['refused']>> {
    return this.lent.run('refusals', this.api, upstreams, outputLimit);
  }

  /** As `writeUpstreamRequest`. */
  async write(upstream: WireApi, target: TranslationTarget): Promise<UpstreamRequestBody | WireRefusal> {
    const written = await this.lent.run('write', this.api, upstream, target);
    return written.kind === 'refusal' ? written : { ...written, bytes: asBuffer(written.bytes) };
  }

  estimateInput(model: string): Promise<{ readonly tokens: number; readonly audioTokens: number }> {
    return this.lent.run('estimateInput', this.api, model);
  }

  /** The items of its own input, as JSON. */
  ownInput(): Promise<string> {
    return this.lent.run('ownInput', this.api);
  }
}
