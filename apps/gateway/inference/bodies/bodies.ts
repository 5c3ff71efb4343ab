import type { ResolvedModel } from '#catalog';
import { notUnderstood, refuse, translationsOf, understood, type ProviderRoutes, type RequestRefusal } from '#routing';
import {
  answerOfStream,
  isHeavy,
  LARGE_BYTES,
  MOST_VALUES,
  readUpstreamAnswer,
  recallInput,
  streamOfAnswer,
  type FoundTurns,
  type Gathered,
  type NamedResponses,
  type SseFields,
  type WireApi,
  type WireResponse,
} from '#wire';
import type { Aside, LargeAnswer } from '#wire/aside';
import type { OurWords } from '../upstream/index.js';
import { isLarge, type ClientRequest } from './client-request.js';

export type BodyRefusal = RequestRefusal<'INVALID_REQUEST' | 'REQUEST_TIMEOUT' | 'REQUEST_TOO_LARGE'>;

/** A request with what it named in its place. `own`: the items of its own input, as JSON. */
export interface Recalled {
  readonly request: ClientRequest;
  readonly own: string;
  readonly itemsBefore: number;
}

/**
 * Reads what comes in, here where it is small and aside where it is large (ADR 0034): nobody waits for another one's body. What is small is read at once, without a
 * promise.
 */
export class Bodies {
  constructor(private readonly aside: Aside) {}

  /** The body of a route; the bytes of a large one are taken. One that nobody waits for any more when its turn comes is not read. */
  understood(
    api: WireApi,
    bytes: Buffer,
    client: { readonly gone: boolean },
  ): ClientRequest | BodyRefusal | Promise<ClientRequest | BodyRefusal> {
    return isHeavy(bytes) ? this.understoodAside(api, bytes, () => !client.gone) : understood(api, bytes);
  }

  /** What a provider says of a failure, without what names us. */
  cleaned(bytes: Buffer, ours: OurWords, { framed }: { readonly framed: boolean }): Buffer | Promise<Buffer> {
    if (bytes.length > CLEANED_HERE_BYTES) return this.aside.cleaned(bytes, ours.all, { framed });
    return framed ? ours.frames(bytes) : ours.json(bytes);
  }

  /** What is read of one heavy event of a stream. */
  abridged(frame: Buffer): Promise<SseFields> {
    return this.aside.abridged(frame);
  }

  /** With everything known that a plan asks about: of a large one, whether it can be said by the routes of the providers that may get it. */
  async sayable(request: ClientRequest, resolved: ResolvedModel, providers: ProviderRoutes): Promise<ClientRequest> {
    const upstreams = isLarge(request) ? translationsOf(request, resolved, providers) : [];
    if (!isLarge(request) || upstreams.length === 0) return request;
    return { ...request, refused: await request.large.refusals(upstreams, request.outputLimit ?? ANY_LIMIT) };
  }

  /** What was found of our own in place of its names; `itemsBefore` tells a refusal whose items it counts. */
  async recalled(
    request: ClientRequest,
    named: NamedResponses,
    found: FoundTurns,
  ): Promise<Recalled | (BodyRefusal & { readonly itemsBefore: number })> {
    if (!isLarge(request) && charsOf(found) + request.text.length <= LIGHT_CHARS) {
      const recalled = recallInput(request, named, found);
      if ('kind' in recalled) return { ...notUnderstood(recalled), itemsBefore: recalled.itemsBefore };
      return { ...recalled, own: JSON.stringify(recalled.own) };
    }
    const recalled = await this.aside.recall(request, named, found);
    if (!('kind' in recalled)) return recalled;
    return recalled.kind === 'refusal'
      ? { ...notUnderstood(recalled), itemsBefore: recalled.itemsBefore }
      : { ...tooManyValues(), itemsBefore: 0 };
  }

  /** A provider's plain answer, read for metering; undefined: it is none. The bytes of a large one are taken. */
  readAnswer(upstream: WireApi, bytes: Buffer): WireResponse | undefined | Promise<LargeAnswer | undefined> {
    return isHeavy(bytes) ? this.aside.readAnswer(upstream, bytes) : readUpstreamAnswer(upstream, bytes);
  }

  /** An answer in the shape that was asked for: a plain one as a stream, or a stream as a plain one. The bytes of a large one are taken. */
  reshaped(upstream: WireApi, bytes: Buffer, to: 'stream' | 'plain'): Gathered | Promise<Gathered> {
    if (bytes.length > LARGE_BYTES) return this.aside.reshaped(upstream, bytes, to);
    return to === 'stream' ? streamOfAnswer(upstream, bytes) : answerOfStream(upstream, bytes);
  }

  /** What the tokenizer makes of the input; `audioTokens` are counted apart. Its tables and its work are aside for small requests too. */
  estimateInput(request: ClientRequest, model: string): Promise<{ readonly tokens: number; readonly audioTokens: number }> {
    return isLarge(request) ? request.large.estimateInput(model) : this.aside.estimateInput(request, model);
  }

  async estimateTexts(model: string, texts: readonly string[]): Promise<number> {
    return texts.every((text) => text === '') ? 0 : this.aside.estimateTexts(model, texts);
  }

  private async understoodAside(api: WireApi, bytes: Buffer, isWanted: () => boolean): Promise<ClientRequest | BodyRefusal> {
    const read = await this.aside.read(api, bytes, isWanted).catch((fault: unknown) => {
      if (isWanted()) throw fault;
      return undefined;
    });
    if (!read) return refuse('REQUEST_TIMEOUT', undefined, 'The client went away while its body waited to be read');
    if (read.kind === 'request') return read;
    return read.kind === 'refusal' ? notUnderstood(read) : tooManyValues();
  }
}

/** Looked through for every spelling of what names us, whatever stands in it. */
const CLEANED_HERE_BYTES = 64 * 1024;
/** What is put together of so little is put together in passing, whatever stands in it. */
const LIGHT_CHARS = LARGE_BYTES / 4;
/** Which one it is makes no difference to whether a body can be translated; the one that is sent comes with the plan. */
const ANY_LIMIT = 4_096;

function tooManyValues(): RequestRefusal<'REQUEST_TOO_LARGE'> {
  return refuse(
    'REQUEST_TOO_LARGE',
    undefined,
    `The body has more than ${MOST_VALUES.toLocaleString('en')} objects, arrays and members of objects`,
  );
}

function charsOf({ before = [], outputs }: FoundTurns): number {
  const turns = before.reduce((sum, { input, output }) => sum + input.length + output.length, 0);
  return [...outputs.values()].reduce((sum, output) => sum + output.length, turns);
}
