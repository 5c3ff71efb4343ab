import type OpenAI from 'openai';
import { CITY, PIXEL, SUNNY, type Access, type Answered, type Ask, type Client, type ToolTurn, abortAfter } from './client.js';
import { OPENAI_RAISES, embedWithOpenai, modelsOfOpenai, openaiClient } from './openai-chat.js';

type Response = OpenAI.Responses.Response;

const tools: OpenAI.Responses.FunctionTool[] = [{ type: 'function', name: 'weather', parameters: CITY, strict: true }];

const say = ({ model, prompt }: Ask) => ({ model, input: prompt });

function answered({ output_text: text, status, usage }: Response, pieces = 1): Answered {
  return { text, end: String(status), inputTokens: Number(usage?.input_tokens), outputTokens: Number(usage?.output_tokens), pieces };
}

/** Sends the whole conversation: nothing of it stands at a provider. */
async function afterTool(at: Access, { model, prompt }: Ask, { status, output }: Response): Promise<ToolTurn> {
  const calls = output.filter((item) => item.type === 'function_call');
  const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: prompt }];
  for (const { call_id, name, arguments: json } of calls)
    input.push({ type: 'function_call', call_id, name, arguments: json }, { type: 'function_call_output', call_id, output: SUNNY });
  const next = await openaiClient(at).responses.create({ model, input, tools });
  return {
    end: String(status),
    calls: calls.map(({ name, arguments: json }) => ({ name, input: JSON.parse(json) as unknown })),
    text: next.output_text,
  };
}

export const OPENAI_RESPONSES: Client = {
  name: 'openai for Node, responses',
  protocol: 'openai',
  ends: { text: 'completed', tool: 'completed' },
  raises: OPENAI_RAISES,

  plain: async (at, ask) => answered(await openaiClient(at).responses.create(say(ask))),

  async stream(at, ask) {
    const stream = openaiClient(at).responses.stream(say(ask));
    let pieces = 0;
    for await (const { type } of stream) if (type === 'response.output_text.delta') pieces += 1;
    return answered(await stream.finalResponse(), pieces);
  },

  async tool(at, ask) {
    return afterTool(at, ask, await openaiClient(at).responses.create({ ...say(ask), tools, tool_choice: 'required' }));
  },

  async streamTool(at, ask) {
    return afterTool(
      at,
      ask,
      await openaiClient(at)
        .responses.stream({ ...say(ask), tools, tool_choice: 'required' })
        .finalResponse(),
    );
  },

  async structured(at, ask) {
    const format = { type: 'json_schema' as const, name: 'city', strict: true, schema: CITY };
    return (await openaiClient(at).responses.parse({ ...say(ask), text: { format } })).output_parsed;
  },

  async image(at, { model, prompt }) {
    const content: OpenAI.Responses.ResponseInputMessageContentList = [
      { type: 'input_image', image_url: `data:image/png;base64,${PIXEL}`, detail: 'auto' },
      { type: 'input_text', text: prompt },
    ];
    return answered(await openaiClient(at).responses.create({ model, input: [{ role: 'user', content }] }));
  },

  embed: embedWithOpenai,
  models: modelsOfOpenai,

  async leave(at, ask, after) {
    const stream = openaiClient(at).responses.stream(say(ask));
    let pieces = 0;
    for await (const { type } of stream) if (type === 'response.output_text.delta' && ++pieces === after) stream.abort();
    await stream.finalResponse();
  },

  abandon: (at, ask, afterMs) => openaiClient(at).responses.create(say(ask), { signal: abortAfter(afterMs) }),
};
