import type { UsageMetadata } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { LANGCHAIN_ANTHROPIC, LANGCHAIN_OPENAI_CHAT, LANGCHAIN_OPENAI_RESPONSES } from '../support/sdk/clients/langchain.js';
import { describeMatrix } from '../support/sdk/matrix.js';
import { MODELS } from '../support/sdk/sdk-scene.js';

describeMatrix([LANGCHAIN_OPENAI_CHAT, LANGCHAIN_OPENAI_RESPONSES, LANGCHAIN_ANTHROPIC], (fixture) => {
  it.each(MODELS)('go on from a response by its id, on %s', async (model) => {
    const { url, key } = await fixture().access();
    const chat = new ChatOpenAI({ model, apiKey: key, useResponsesApi: true, configuration: { baseURL: `${url}/v1` } });
    const first = await chat.invoke('My name is Ada');
    const second = await chat.invoke('Who am I?', { previous_response_id: first.id! });
    // Its own type of the usage is lost where the classes are one list.
    const [before, after] = [first, second].map(({ usage_metadata }) => usage_metadata as unknown as UsageMetadata);
    expect(after!.input_tokens).toBeGreaterThan(before!.total_tokens);
  });
});
