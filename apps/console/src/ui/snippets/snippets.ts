/** The clients that the console writes code for, in the order of their tabs. */
export const CLIENTS = ['curl', 'python', 'node', 'ai-sdk', 'claude-code', 'codex'] as const;
export type Client = (typeof CLIENTS)[number];

/** Names of products: the same in every language. */
export const CLIENT_NAMES: Readonly<Record<Client, string>> = {
  curl: 'curl',
  python: 'Python',
  node: 'Node',
  'ai-sdk': 'AI SDK',
  'claude-code': 'Claude Code',
  codex: 'Codex',
};

export interface SnippetValues {
  /** The installation's own, with its path prefix and without a slash at its end: `https://ai.example`. */
  readonly baseUrl: string;
  /** In the one view; else the code reads `TOKENOK_KEY` of its environment. */
  readonly key?: string | undefined;
  readonly model: string;
  readonly prompt?: string | undefined;
  /** A whole conversation in place of one prompt; terminals that hold one of their own begin theirs. */
  readonly messages?: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[] | undefined;
  /** Output tokens at most. */
  readonly maxTokens?: number | undefined;
}

/** Code that works as it stands. Whatever the values contain, each is quoted for its language. */
export function snippet(client: Client, values: SnippetValues): string {
  const all = { ...values, baseUrl: values.baseUrl.replace(/\/+$/, ''), prompt: values.prompt ?? 'Hello' };
  return WRITERS[client](all);
}

type Whole = SnippetValues & { readonly prompt: string };

const WRITERS: Readonly<Record<Client, (values: Whole) => string>> = {
  curl: (values) =>
    lines(
      exported(values),
      `curl ${shell(`${values.baseUrl}/v1/chat/completions`)} \\`,
      `  -H "Authorization: Bearer $TOKENOK_KEY" \\`,
      `  -H 'Content-Type: application/json' \\`,
      `  -d ${shell(JSON.stringify({ model: values.model, messages: messagesOf(values), max_tokens: values.maxTokens }), true)}`,
    ),
  python: (values) =>
    lines(
      '# pip install openai',
      ...(values.key === undefined ? ['import os'] : []),
      'from openai import OpenAI',
      '',
      `client = OpenAI(base_url=${quoted(`${values.baseUrl}/v1`)}, api_key=${values.key === undefined ? 'os.environ["TOKENOK_KEY"]' : quoted(values.key)})`,
      'answer = client.chat.completions.create(',
      `    model=${quoted(values.model)},`,
      `    messages=[${messagesOf(values)
        .map(({ role, content }) => `{"role": "${role}", "content": ${quoted(content)}}`)
        .join(', ')}],`,
      ...(values.maxTokens === undefined ? [] : [`    max_tokens=${values.maxTokens},`]),
      ')',
      'print(answer.choices[0].message.content)',
    ),
  node: (values) =>
    lines(
      '// npm install openai',
      `import OpenAI from 'openai';`,
      '',
      `const client = new OpenAI({ baseURL: ${quoted(`${values.baseUrl}/v1`)}, apiKey: ${nodeKey(values)} });`,
      'const answer = await client.chat.completions.create({',
      `  model: ${quoted(values.model)},`,
      `  messages: ${scriptMessages(values)},`,
      ...(values.maxTokens === undefined ? [] : [`  max_tokens: ${values.maxTokens},`]),
      '});',
      'console.log(answer.choices[0].message.content);',
    ),
  'ai-sdk': (values) =>
    lines(
      '// npm install ai @ai-sdk/openai-compatible',
      `import { createOpenAICompatible } from '@ai-sdk/openai-compatible';`,
      `import { generateText } from 'ai';`,
      '',
      `const tokenok = createOpenAICompatible({ name: 'tokenok', baseURL: ${quoted(`${values.baseUrl}/v1`)}, apiKey: ${nodeKey(values)} });`,
      `const { text } = await generateText({ model: tokenok(${quoted(values.model)}), ${asked(values)} });`,
      'console.log(text);',
    ),
  'claude-code': (values) =>
    lines(
      exported(values),
      `export ANTHROPIC_BASE_URL=${shell(values.baseUrl)}`,
      'export ANTHROPIC_AUTH_TOKEN="$TOKENOK_KEY"',
      `export ANTHROPIC_MODEL=${shell(values.model)}`,
      'claude',
    ),
  codex: (values) =>
    lines(
      exported(values),
      `codex -c model_provider=tokenok -c ${shell(`model=${quoted(values.model)}`, true)} \\`,
      `  -c ${shell(`model_providers.tokenok={ name="Tokenok", base_url=${quoted(`${values.baseUrl}/v1`)}, env_key="TOKENOK_KEY", wire_api="responses" }`, true)}`,
    ),
};

const messagesOf = ({ messages, prompt }: Whole) => messages ?? [{ role: 'user' as const, content: prompt }];

const scriptMessages = (values: Whole): string =>
  `[${messagesOf(values)
    .map(({ role, content }) => `{ role: '${role}', content: ${quoted(content)} }`)
    .join(', ')}]`;

const asked = (values: Whole): string =>
  [
    values.messages === undefined ? `prompt: ${quoted(values.prompt)}` : `messages: ${scriptMessages(values)}`,
    ...(values.maxTokens === undefined ? [] : [`maxOutputTokens: ${values.maxTokens}`]),
  ].join(', ');

const lines = (...all: readonly (string | undefined)[]): string => all.filter((line) => line !== undefined).join('\n');

const exported = ({ key }: Whole): string | undefined => (key === undefined ? undefined : `export TOKENOK_KEY=${shell(key)}`);

const nodeKey = ({ key }: Whole): string => (key === undefined ? 'process.env.TOKENOK_KEY' : quoted(key));

/** A JSON string is one of JavaScript, Python and TOML, too. */
const quoted = (text: string): string => JSON.stringify(text);

/** A word of a POSIX shell: in single quotes where it has to be. */
function shell(text: string, isQuoted = false): string {
  if (!isQuoted && /^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
