import type { Carried } from '../common/carried.js';
import type { ClientTool, ToolNames } from '../common/tool-names.js';
import type { Finish } from '../meaning/endings.js';
import type { InputUsage } from '../common/usage.js';

/** One piece of an answer. `arguments` are as the model wrote them: JSON, which may be cut by the output limit, or none at all. */
export type AnswerBlock =
  | { readonly kind: 'text' | 'refusal'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string; readonly carried?: Carried | undefined }
  | (Call & { readonly arguments: string });

/** `name`: as the provider calls the tool, and after `asClientCalls` as the client does, which alone has namespaces. */
interface Call extends ClientTool {
  readonly kind: 'call';
  readonly id: string;
}

/** An answer between two dialects. What neither could say to the other (citations) is not in it, but for its name. */
export interface Answer {
  /** The provider's id, without its prefix. */
  readonly id: string;
  readonly model: string;
  /** Seconds since the epoch, where the provider says so. */
  readonly createdAt: number | undefined;
  readonly blocks: readonly AnswerBlock[];
  readonly finish: Finish;
  readonly stopSequence: string | null;
  /** Members that are in none of these, by their names in the provider's dialect, for `x-tokenok-dropped`. */
  readonly dropped: readonly string[];
}

/** How a block begins, in a stream. `carried`: there is nothing else in it, and no text follows. */
export type OpenedBlock =
  { readonly kind: 'text' | 'refusal' } | { readonly kind: 'reasoning'; readonly carried?: Carried | undefined } | Call;

/**
 * A stream between two dialects: `start`, then blocks one after another (`open`, any number of `delta`, `close`), then the end, which is no event
 * because it waits for the charge. Blocks never overlap. What is carried with thinking is known when it closes.
 */
export type AnswerEvent =
  | {
      readonly type: 'start';
      readonly id: string;
      readonly model: string;
      readonly createdAt: number | undefined;
      readonly input: InputUsage | undefined;
    }
  | { readonly type: 'open'; readonly block: OpenedBlock }
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'close'; readonly carried?: Carried | undefined };

export interface AnswerEnd {
  readonly finish: Finish;
  readonly stopSequence: string | null;
}

/** By the name that the provider has for a tool. */
export type RenamedTools = ReadonlyMap<string, ClientTool>;

export interface ToldResponse {
  /** Without its prefix. */
  readonly id: string;
  /** It is kept, and can be gone on from. */
  readonly store: boolean;
  /** The `previous_response_id` that the client sent. */
  readonly previous: string | null;
}

/** What a translated answer needs besides the provider's. */
export interface AnswerContext {
  /** Seconds since the epoch, for providers that do not say when they began. */
  readonly createdAt: number;
  /** What the answer needs of the client's body: Responses repeats it; Chat Completions asks there for the usage of its stream. */
  readonly request: Readonly<Record<string, unknown>>;
  /** The tools that the provider calls otherwise than the client, where the body is not at hand to say so. */
  readonly renamed?: RenamedTools;
  /** Of an answer of Responses: who it is for us. Its provider's id may come twice, and is nothing that could be gone on from. */
  readonly response?: ToldResponse;
  /** The provider's own name for the model: what it wants back goes to no other. */
  readonly upstreamModel?: string;
  /** A trait of the provider: it never marks the end of a stream. */
  readonly endsWithoutDone?: boolean;
  /** For `message_start`, which is sent before the provider tells. */
  readonly estimatedInputTokens: number;
}

export type AsClientCalls = <Block extends AnswerBlock | OpenedBlock>(block: Block) => Block;

/** Gives calls the names that the client has for its tools. The names are looked for with the first call: most answers have none. */
export function asClientCalls(namesOf: () => ToolNames): AsClientCalls {
  let names: ToolNames | undefined;
  return (block) => (block.kind === 'call' ? { ...block, ...(names ??= namesOf()).atClient(block.name) } : block);
}

/** Ids differ by their prefix only, so that the same answer always gets the same one. */
export function bareId(id: unknown): string {
  const bare = typeof id === 'string' ? id.replace(/^(?:chatcmpl|msg|resp|gen|cmpl)[-_]/, '').replace(/[^a-zA-Z0-9_-]/g, '_') : '';
  return bare === '' ? '0' : bare;
}

/** Why an answer cannot be told to whom arguments are an object: with any other object than the model's own a tool must not run. */
export const noArguments = (tool: string): string => `The model called ${tool} with arguments that are no JSON object`;
