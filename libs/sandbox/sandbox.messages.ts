import type { SandboxAnswer, SandboxUsage } from './sandbox.answer.js';
import { anthropicError, eventFrame, type Dialect } from './sandbox.dialect.js';
import { ANY_TOOL, isJson, jsonsOf, sandboxRequest, type SandboxRequest } from './sandbox.request.js';

const STOP_REASONS = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use', content_filter: 'refusal' } as const;
/** Real signatures are opaque; this one says that it is none. */
const SIGNATURE = Buffer.from('sandbox').toString('base64');

/** Anthropic's Messages. */
export const MESSAGES: Dialect = {
  read(body) {
    if (!Array.isArray(body['messages'])) return undefined;
    const system = body['system'] == null ? [] : [{ role: 'system', content: body['system'] }];
    const turns = jsonsOf(body['messages']).map(({ role, content }) => ({ role: String(role), content }));
    const { thinking, output_config: output } = body;
    const format = isJson(output) && isJson(output['format']) ? output['format'] : undefined;
    return sandboxRequest(body, {
      turns: [...system, ...turns],
      outputLimit: body['max_tokens'],
      tools: jsonsOf(body['tools']).map(({ name, input_schema: parameters }) => ({ name: String(name), parameters })),
      toolChoice: toolChoice(body['tool_choice']),
      schema: format?.['schema'],
      thinks: isJson(thinking) && (thinking['type'] === 'enabled' || thinking['type'] === 'adaptive'),
    });
  },
  plain: (request, answer) => ({
    ...message(request, answer),
    content: [
      ...(answer.thinking.length > 0 ? [{ type: 'thinking', thinking: answer.thinking.join(''), signature: SIGNATURE }] : []),
      ...plainContent(request, answer),
    ],
    stop_reason: stopReason(answer),
    stop_sequence: null,
    ...(answer.usage ? { usage: usageOf(answer.usage, answer.tier) } : {}),
  }),
  *frames(request, answer) {
    const usage = answer.usage ? { usage: { ...usageOf(answer.usage, answer.tier), output_tokens: 1 } } : {};
    yield eventFrame({
      type: 'message_start',
      ...{ message: { ...message(request, answer), content: [], stop_reason: null, stop_sequence: null, ...usage } },
    });
    yield eventFrame({ type: 'ping' });
    let index = 0;
    if (answer.thinking.length > 0) {
      const deltas = answer.thinking.map((thinking) => ({ type: 'thinking_delta', thinking }));
      yield* block(index++, { type: 'thinking', thinking: '', signature: '' }, [
        ...deltas,
        { type: 'signature_delta', signature: SIGNATURE },
      ]);
    }
    yield* answerBlock(index, request, answer);
    const told = answer.usage ? totalsOf(answer.usage) : {};
    yield eventFrame({
      type: 'message_delta',
      ...{ delta: { stop_reason: stopReason(answer), stop_sequence: null }, usage: told },
    });
  },
  last: () => eventFrame({ type: 'message_stop' }),
  error: anthropicError,
  errorFrame: (type = 'overloaded_error') => eventFrame({ type: 'error', ...{ error: { type, message: 'Rehearsed error' } } }),
};

/** As for Chat Completions: only a `tool_choice` that asks for a call gets one. */
function toolChoice(choice: unknown): string | undefined {
  if (!isJson(choice) || choice['type'] === 'none' || choice['type'] === 'auto') return undefined;
  return choice['type'] === 'tool' ? String(choice['name']) : ANY_TOOL;
}

const stopReason = ({ choices, isRefusal }: SandboxAnswer) => (isRefusal ? 'refusal' : STOP_REASONS[choices[0]?.finishReason ?? 'stop']);
const message = ({ model }: SandboxRequest, { id }: SandboxAnswer) => ({ id: `msg_${id}`, type: 'message', role: 'assistant', model });

function plainContent({ tool }: SandboxRequest, { id, choices }: SandboxAnswer): object[] {
  const text = choices[0]?.pieces.join('') ?? '';
  if (!tool) return text === '' ? [] : [{ type: 'text', text }];
  return [{ type: 'tool_use', id: `toolu_${id.slice(0, 22)}`, name: tool.name, input: inputOf(text) }];
}

/** The arguments of a call that the limit has cut are no JSON; Anthropic gives what it has. */
function inputOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}

function* answerBlock(index: number, { tool }: SandboxRequest, { id, choices }: SandboxAnswer): Generator<string> {
  const pieces = choices[0]?.pieces ?? [];
  if (tool) {
    const deltas = ['', ...pieces].map((partial_json) => ({ type: 'input_json_delta', partial_json }));
    yield* block(index, { type: 'tool_use', id: `toolu_${id.slice(0, 22)}`, name: tool.name, input: {} }, deltas);
  } else if (pieces.length > 0)
    yield* block(
      index,
      { type: 'text', text: '' },
      pieces.map((text) => ({ type: 'text_delta', text })),
    );
}

function* block(index: number, content_block: object, deltas: readonly object[]): Generator<string> {
  yield eventFrame({ type: 'content_block_start', ...{ index, content_block } });
  for (const delta of deltas) yield eventFrame({ type: 'content_block_delta', ...{ index, delta } });
  yield eventFrame({ type: 'content_block_stop', ...{ index } });
}

/** What the last delta tells: some clients read nothing but that. Source: the SDK's `MessageDeltaUsage`, whose counts are cumulative. */
function totalsOf({ prompt, cached, written = 0, completion }: SandboxUsage): object {
  return {
    input_tokens: Math.max(0, prompt - cached - written),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: cached,
    output_tokens: completion,
  };
}

function usageOf({ prompt, cached, written = 0, writtenOneHour, completion, reasoning }: SandboxUsage, tier = 'standard'): object {
  return {
    input_tokens: Math.max(0, prompt - cached - written),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: cached,
    cache_creation: { ephemeral_5m_input_tokens: Math.max(0, written - writtenOneHour), ephemeral_1h_input_tokens: writtenOneHour },
    output_tokens: completion,
    ...(reasoning > 0 ? { output_tokens_details: { thinking_tokens: reasoning } } : {}),
    service_tier: tier,
  };
}
