import { fileURLToPath } from 'node:url';
import { callsOf } from '../support/sdk/programs.js';
import { MODELS, SdkFixture } from '../support/sdk/sdk-scene.js';

const { TOKENOK_SDK_PYTHON: PYTHON, TOKENOK_SDK_GO: GO, TOKENOK_SDK_JAVA: CLASS_PATH } = process.env;
const python = (file: string) => PYTHON && [PYTHON, fileURLToPath(new URL(`../support/sdk/frameworks/${file}.py`, import.meta.url))];

/** Each with the command that runs it, where it is there, and how many calls it makes. */
const PROGRAMS = [
  ['Anthropic’s tool runner for Python', python('anthropic_tools'), 2],
  ['OpenAI’s agents SDK for Python', python('openai_agents'), 4],
  ['pydantic-ai', python('pydantic_agents'), 9],
  ['LangChain for Python', python('langchain_chat'), 15],
  ['the SDKs of OpenAI and Anthropic for Go', GO && [GO], 6],
  ['the SDK of Anthropic for Java, which validates', CLASS_PATH && ['java', '-cp', CLASS_PATH, 'Client'], 2],
] as const;

let sdk: SdkFixture;
beforeAll(async () => {
  sdk = await SdkFixture.start();
});
afterAll(() => sdk?.stop());

for (const [name, command, calls] of PROGRAMS)
  (command ? describe : describe.skip)(name, () => {
    it.each(MODELS)('works on %s, and shows the usage that was charged', async (model) => {
      const at = await sdk.access();
      const told = await callsOf([...(command || []), at.url, at.key, model]);
      expect(told.map(({ call }) => call)).toHaveLength(calls);
      for (const { call, text, output } of told) expect([call, text !== '', output > 0]).toEqual([call, true, true]);
      const sum = (count: 'input' | 'output' | 'requests') => told.reduce((total, each) => total + each[count], 0);
      const rows = await sdk.expectBooks(at, Array<'succeeded'>(sum('requests')).fill('succeeded'));
      const charged = (count: 'input_tokens' | 'output_tokens') => rows.reduce((total, { usage }) => total + (usage?.[count] ?? 0), 0);
      expect({ input: sum('input'), output: sum('output') }).toEqual({ input: charged('input_tokens'), output: charged('output_tokens') });
    });
  });
