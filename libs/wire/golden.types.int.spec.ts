import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { anthropicError, openaiError } from './common/errors.js';
import { anthropicModelList, openaiModelList } from './common/model-list.js';
import { countTokensAnswer } from './estimate/input.js';

/** What the SDKs declare of each route: the client gets `answer` and `event`, the provider gets `request`. */
interface Declared {
  readonly request?: string;
  readonly answer: string;
  readonly event: string;
  /** Members that are sent although the SDK's current version does not declare them, and why. */
  readonly beyond: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, Declared>> = {
  chat: {
    request: 'OpenAI.ChatCompletionCreateParams',
    answer: 'OpenAI.ChatCompletion',
    event: 'OpenAI.ChatCompletionChunk',
    beyond: { reasoning_content: 'known to several providers and clients, and skipped by the others' },
  },
  messages: {
    request: 'Anthropic.MessageCreateParams',
    answer: 'Lenient<Anthropic.Message>',
    event: 'Lenient<Anthropic.RawMessageStreamEvent>',
    beyond: { temperature: 'translated calls say API version 2023-06-01, which takes it', top_p: 'as temperature' },
  },
  responses: {
    answer: 'OpenAI.Responses.Response',
    event: 'OpenAI.Responses.ResponseStreamEvent',
    beyond: {
      store: 'the API tells it, the SDK declares it for requests only',
      'response.function_call_arguments.done/name': 'declared by earlier versions of the SDKs, of which some want it',
    },
  },
  completions: { answer: 'OpenAI.Completion', event: 'CompletionChunk', beyond: {} },
};

/** Messages: what may be null may be left out (`citations: null` breaks clients), and so may `caller`, which only hosted tools need. Completions: the SDK has one type for answers and chunks. */
const HELP = `
  type Nullable<T> = { [K in keyof T]-?: null extends T[K] ? K : K extends 'caller' ? K : never }[keyof T];
  type Lenient<T> = T extends readonly (infer E)[] ? Lenient<E>[] : T extends object
    ? { [K in Exclude<keyof T, Nullable<T>>]: Lenient<T[K]> } & { [K in Nullable<T>]?: Lenient<T[K]> } : T;
  type Choice = Omit<OpenAI.CompletionChoice, 'finish_reason'> & { finish_reason: OpenAI.CompletionChoice['finish_reason'] | null };
  type CompletionChunk = Omit<OpenAI.Completion, 'choices' | 'usage'> & { choices: Choice[]; usage?: OpenAI.CompletionUsage | null };
`.replaceAll('\n', ' ');

const DIRECTORY = new URL('golden/', import.meta.url);

interface Golden {
  readonly translated: Readonly<Record<string, unknown>>;
}

/** One constant for each translated body, each typed as the SDK declares it. */
function declarations(): string[] {
  const lines = ["import type OpenAI from 'openai';", "import type Anthropic from '@anthropic-ai/sdk';", HELP];
  for (const file of readdirSync(DIRECTORY)) {
    const { translated } = JSON.parse(readFileSync(new URL(file, DIRECTORY), 'utf8')) as Golden;
    for (const [name, value] of Object.entries(translated)) {
      const [, kind = '', from = '', to = ''] = /^(\w+) of (\w+) for (\w+)$/.exec(name)!;
      const { request, answer, event, beyond } = TYPES[to]!;
      const type = kind === 'request' ? (request ?? 'never') : kind === 'answer' ? answer : `${event}[]`;
      const body = kind === 'request' ? (value as { body?: unknown }).body : value;
      if (body === undefined) continue;
      const json = JSON.stringify(body, function (this: { type?: unknown }, key, member: unknown) {
        if (key in beyond || `${String(this.type)}/${key}` in beyond) return undefined;
        // The SDK puts the text together itself.
        return (member as { object?: unknown } | null)?.object === 'response' ? { ...(member as object), output_text: '' } : member;
      });
      lines.push(`/* ${file}: ${kind} of ${from} for ${to} */ (${json}) satisfies ${type};`);
    }
  }
  return lines;
}

/** What we answer by ourselves, with every member that the SDKs declare: clients that validate miss none. */
function own(): string[] {
  const models = [{ id: 'a/b', createdAt: 1_700_000_000, ownedBy: 'acme', limits: { context_window: 1_000 } }];
  // 413 is `request_too_large` by Anthropic's API reference; the SDK does not declare it.
  const statuses = [400, 401, 402, 403, 404, 429, 500, 529];
  const shapes: [string, string][] = [
    [
      JSON.stringify(anthropicModelList(models)),
      '{ data: Anthropic.ModelInfo[]; has_more: boolean; first_id: string | null; last_id: string | null }',
    ],
    [JSON.stringify(openaiModelList(models)), "{ object: 'list'; data: OpenAI.Model[] }"],
    [JSON.stringify(countTokensAnswer(7)), 'Anthropic.MessageTokensCount'],
    ...statuses.map((status): [string, string] => [anthropicError({ status, message: 'm' }, 'req_1'), 'Lenient<Anthropic.ErrorResponse>']),
    ...statuses.map((status): [string, string] => [openaiError({ status, message: 'm' }), '{ error: OpenAI.ErrorObject }']),
  ];
  return shapes.map(([json, type]) => `/* ${type} */ (${json}) satisfies ${type};`);
}

/** What the compiler says against them, each with where it comes from. */
function errors(lines: readonly string[]): string[] {
  const name = fileURLToPath(new URL('translated.check.ts', import.meta.url));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  const source = lines.join('\n');
  host.fileExists = (file) => file === name || fileExists(file);
  host.getSourceFile = (file, languageVersion) =>
    file === name ? ts.createSourceFile(file, source, languageVersion) : getSourceFile(file, languageVersion);
  const program = ts.createProgram([name], options, host);
  return program.getSemanticDiagnostics(program.getSourceFile(name)).map(({ start = 0, messageText }) => {
    const line = lines[source.slice(0, start).split('\n').length - 1]!;
    return `${/\/\* (.*?) \*\//.exec(line)?.[1] ?? line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

describe('what is translated, and what is our own', () => {
  it('is of the types that the SDKs declare', () => {
    const lines = [...declarations(), ...own()];
    expect(lines.length).toBeGreaterThan(40);
    expect(errors(lines)).toEqual([]);
  });
});
