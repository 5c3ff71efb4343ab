import { isHeavy, type JsonObject, type ReadRequest } from '#wire';

/** What an answer can depend on or repeat, the shorter and the more needful first. */
const MEMBERS = [
  ...[
    'store',
    'previous_response_id',
    'stream_options',
    'encoding_format',
    'audio',
    'echo',
    'modalities',
    'include',
    'logprobs',
    'top_logprobs',
  ],
  ...['max_output_tokens', 'parallel_tool_calls', 'reasoning', 'temperature', 'text', 'tool_choice', 'top_p', 'user', 'metadata'],
  ...['instructions', 'tools'],
];
/** Characters of all of them: an answer repeats them up to three times. */
const MOST_CHARS = 1024 * 1024;

/** The members of a body that its answer needs, as far as they have room; a longer one is not repeated. */
export function askedOf({ body, text, members }: Pick<ReadRequest, 'body' | 'text' | 'members'>): JsonObject {
  const asked: Record<string, unknown> = {};
  let left = MOST_CHARS;
  for (const name of MEMBERS) {
    const member = members.find((each) => each.name === name);
    if (!member || member.end - member.valueStart > left) continue;
    if (isHeavy(Buffer.from(text.slice(member.valueStart, member.end)))) continue;
    left -= member.end - member.valueStart;
    asked[name] = body[name];
  }
  return asked;
}
