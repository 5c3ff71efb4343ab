import type { ResolvedModel } from '#catalog';
import { notUnderstood, refuse, translationsOf, understood, type ProviderRoutes, type RequestRefusal } from '#routing';
import { recallInput, readUpstreamAnswer, type FoundTurns, type NamedResponses, type WireApi, type WireResponse } from '#wire';
import { LARGE_BYTES, MOST_VALUES, type Aside, type LargeAnswer } from '#wire/aside';
import { isLarge, type ClientRequest } from './client-request.js';

export type BodyRefusal = RequestRefusal<'INVALID_REQUEST' | 'REQUEST_TOO_LARGE'>;

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

  /** The body of a route; the bytes of a large one are taken. */
  understood(api: WireApi, bytes: Buffer): ClientRequest | BodyRefusal | Promise<ClientRequest | BodyRefusal> {
    return bytes.length > LARGE_BYTES ? this.understoodAside(api, bytes) : understood(api, bytes);
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
    if (!isLarge(request) && charsOf(found) + request.text.length <= LARGE_BYTES) {
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
    return bytes.length > LARGE_BYTES ? this.aside.readAnswer(upstream, bytes) : readUpstreamAnswer(upstream, bytes);
  }

  /** What the tokenizer makes of the input; `audioTokens` are counted apart. Its tables and its work are aside for small requests too. */
  estimateInput(request: ClientRequest, model: string): Promise<{ readonly tokens: number; readonly audioTokens: number }> {
    return isLarge(request) ? request.large.estimateInput(model) : this.aside.estimateInput(request, model);
  }

  async estimateTexts(model: string, texts: readonly string[]): Promise<number> {
    return texts.every((text) => text === '') ? 0 : this.aside.estimateTexts(model, texts);
  }

  private async understoodAside(api: WireApi, bytes: Buffer): Promise<ClientRequest | BodyRefusal> {
    const read = await this.aside.read(api, bytes);
    if (read.kind === 'request') return read;
    return read.kind === 'refusal' ? notUnderstood(read) : tooManyValues();
  }
}

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
