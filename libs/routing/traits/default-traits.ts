import type { Protocol, Traits } from '#catalog';

/** What is known of providers and models that nobody has said anything of. The first row that fits counts, and no other (docs/traits.md). */
export interface TraitRow {
  /** Undefined: both. */
  readonly protocol?: Protocol;
  /** Of the base URL, with its port where it has one; undefined: any, also a relay's or a machine of one's own. */
  readonly host?: RegExp;
  /** Of the upstream model behind its last `/`, in lower case; undefined: any. */
  readonly model?: RegExp;
  readonly traits: Traits;
  readonly source: string;
  /** When it was looked up. */
  readonly date: string;
}

type Undated = Omit<TraitRow, 'date'>;

const PENALTIES = ['presence_penalty', 'frequency_penalty'] as const;
const REASONERS_REFUSE = ['temperature', 'top_p', ...PENALTIES, 'logprobs', 'top_logprobs', 'logit_bias'] as const;
const ONE_OF_SAMPLING = [['temperature', 'top_p']] as const;
const GROQ_REFUSES = ['logprobs', 'top_logprobs', 'logit_bias', 'n', 'store', 'metadata'] as const;
const GEMINI_REFUSES = ['store', 'metadata', 'service_tier', 'logit_bias', 'safety_identifier', 'prompt_cache_key', 'verbosity'] as const;
const MISTRAL: Traits = {
  ...{ limit_field: 'max_tokens', reasoning: 'none', reasoning_field: 'none', system_role: 'system' },
  refused_fields: [
    ...['stream_options', 'store', 'metadata', 'user', 'safety_identifier', 'service_tier', 'verbosity', 'prompt_cache_key'],
    ...['logprobs', 'top_logprobs', 'logit_bias', 'seed'],
  ],
};

/** Hosts that take care of what their models refuse, or take nothing at all: before the models. */
const HOSTS_BEFORE_MODELS: readonly Undated[] = [
  {
    host: /^openrouter\.ai$/,
    traits: { reasoning_field: 'reasoning' },
    source: 'OpenRouter, "Parameters" (what a model lacks is left out there) and "Reasoning tokens"',
  },
  {
    host: /^chatgpt\.com$/,
    traits: { limit_field: 'none', refused_fields: ['temperature', 'top_p'] },
    source: 'anomalyco/opencode: the backend of Codex answers "Unsupported parameter: max_output_tokens"',
  },
  {
    protocol: 'openai',
    host: /^(?:localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal):1234$/,
    traits: { tool_choice: ['none', 'auto', 'required'], system_role: 'system' },
    source: 'lmstudio-ai/lmstudio-bug-tracker#670: LM Studio takes no object as tool_choice',
  },
  {
    host: /^api\.groq\.com$/,
    model: /^(?:gpt-oss|qwen3?-)/,
    traits: {
      ...{ limit_field: 'max_completion_tokens', reasoning_field: 'reasoning', system_role: 'system' },
      refused_fields: GROQ_REFUSES,
    },
    source: 'Groq, "OpenAI compatibility" and "Reasoning"; janhq/jan#8136',
  },
  {
    host: /^api\.groq\.com$/,
    traits: {
      ...{ limit_field: 'max_completion_tokens', reasoning: 'none', reasoning_field: 'none', system_role: 'system' },
      refused_fields: GROQ_REFUSES,
    },
    source: 'Groq, "OpenAI compatibility" and "Reasoning"; NousResearch/hermes-agent#11089',
  },
  {
    host: /^api\.cerebras\.ai$/,
    traits: {
      ...{ limit_field: 'max_completion_tokens', reasoning_field: 'none', system_role: 'system' },
      refused_fields: [...PENALTIES, 'logit_bias', 'service_tier', 'store'],
    },
    source: 'Cerebras, "OpenAI compatibility"; Kilo-Org/kilocode#10375',
  },
];

const OPENAI: readonly Undated[] = [
  { model: /^gpt-oss/, traits: {}, source: 'OpenAI, "gpt-oss": what a host of it takes is the host’s own' },
  {
    model: /^o1-(?:mini|preview)/,
    traits: {
      ...{ limit_field: 'max_completion_tokens', reasoning: 'none', system_role: 'user' },
      refused_fields: [...REASONERS_REFUSE, 'parallel_tool_calls', 'stop'],
    },
    source: 'OpenAI, "Reasoning models", limitations of the beta',
  },
  {
    model: /^(?:o1|o3-mini)/,
    traits: { limit_field: 'max_completion_tokens', refused_fields: [...REASONERS_REFUSE, 'parallel_tool_calls'] },
    source: 'OpenAI, "Reasoning models" and "Create chat completion"',
  },
  {
    model: /^o\d/,
    traits: { limit_field: 'max_completion_tokens', refused_fields: [...REASONERS_REFUSE, 'parallel_tool_calls', 'stop'] },
    source: 'OpenAI, "Reasoning models" and "Create chat completion"',
  },
  {
    model: /^gpt-(?:[5-9]|\d\d)(?:\.\d+)?-chat/,
    traits: { limit_field: 'max_completion_tokens', reasoning: 'none' },
    source: 'OpenAI, "Models": the chat variants do not reason',
  },
  {
    model: /^(?:gpt-(?:[5-9]|\d\d)|codex-)/,
    traits: { limit_field: 'max_completion_tokens', refused_fields: [...REASONERS_REFUSE, 'stop'] },
    source: 'OpenAI, "Using GPT-5", parameter compatibility',
  },
  {
    model: /^gpt-4o(?:-mini)?-search-preview/,
    traits: { reasoning: 'none', refused_fields: [...REASONERS_REFUSE, 'n', 'parallel_tool_calls'] },
    source: 'OpenAI, "Web search", chat completions',
  },
  {
    host: /^api\.openai\.com$/,
    model: /^(?:gpt-3|gpt-4|chatgpt-4o|babbage|davinci)/,
    traits: { limit_field: 'max_completion_tokens', reasoning: 'none' },
    source: 'OpenAI, "Create chat completion" (max_tokens is deprecated) and "Models"',
  },
  {
    model: /^(?:gpt-3|gpt-4|chatgpt-4o|babbage|davinci)/,
    traits: { reasoning: 'none' },
    source: 'OpenAI, "Models"',
  },
  {
    host: /^(?:api\.openai\.com|.+\.openai\.azure\.com|.+\.services\.ai\.azure\.com)$/,
    traits: { limit_field: 'max_completion_tokens' },
    source: 'OpenAI, "Create chat completion"; Microsoft, "Azure OpenAI reasoning models"',
  },
];

/** With what a cloud puts before the name: `us.anthropic.claude-…`. */
const CLAUDE: readonly Undated[] = [
  {
    model: /^(?:[a-z.]*anthropic\.)?claude-(?:[12]\b|instant|3-(?:opus|sonnet|haiku)|3-5|3\.5)/,
    traits: { reasoning: 'none' },
    source: 'Anthropic, "Extended thinking", supported models',
  },
  {
    protocol: 'anthropic',
    model: /^(?:[a-z.]*anthropic\.)?claude-(?:3[-.]7|(?:opus|sonnet|haiku)-4(?:-0)?(?:(?:-|@)(?:\d{8}|latest)|$))/,
    traits: { reasoning: 'budget' },
    source: 'Anthropic, "Extended thinking" and "Adaptive thinking"',
  },
  {
    protocol: 'anthropic',
    model: /^(?:[a-z.]*anthropic\.)?claude-(?:opus|sonnet|haiku)-4[-.][1-5]\b/,
    traits: { reasoning: 'budget', exclusive_fields: ONE_OF_SAMPLING },
    source: 'Anthropic, "Migrating to Claude 4.5" and "Adaptive thinking"; BerriAI/litellm#15097',
  },
  {
    model: /^(?:[a-z.]*anthropic\.)?claude-(?:opus|sonnet|haiku)-4[-.][1-6]\b/,
    traits: { exclusive_fields: ONE_OF_SAMPLING },
    source: 'Anthropic, "Migrating to Claude 4.5"; iOfficeAI/AionUi#912',
  },
  {
    model: /^(?:[a-z.]*anthropic\.)?claude-(?:(?:opus|sonnet|haiku)-4[-.][7-9]\b|[a-z]+-(?:[5-9]|\d\d)\b)/,
    traits: { refused_fields: ['temperature', 'top_p', 'top_k'] },
    source: 'Anthropic, "What’s new in Claude Opus 4.7"; the catalogue of models of @ai-sdk/anthropic 4',
  },
];

const OTHERS: readonly Undated[] = [
  {
    protocol: 'openai',
    host: /^(?:api|codestral)\.mistral\.ai$/,
    traits: MISTRAL,
    source: 'Mistral, "Chat completion endpoint"; editor-code-assistant/eca#231, charmbracelet/crush#1590, Gitlawb/openclaude#739',
  },
  {
    protocol: 'openai',
    model:
      /^(?:labs-)?(?:open-)?(?:(?:mistral|ministral|magistral|devstral|pixtral|voxtral|codestral)(?:-(?:tiny|small|medium|large|saba|nemo|mini|\d+b))?-(?:latest|\d{4})|mixtral-8x\d+b|mistral-(?:7b|nemo|tiny|small|medium|large))$/,
    traits: MISTRAL,
    source: 'The same, by the names of Mistral’s own API',
  },
  {
    protocol: 'openai',
    model: /^grok-(?:3-mini|4(?:\.|-)(?:[3-9]|20-multi-agent))/,
    traits: { refused_fields: [...PENALTIES, 'stop'], system_role: 'system' },
    source: 'xAI, "Reasoning"; NousResearch/hermes-agent#23435, mnfst/modelparams.dev#330',
  },
  {
    protocol: 'openai',
    model: /^grok-(?:4|code)/,
    traits: { refused_fields: [...PENALTIES, 'stop'], reasoning: 'none', system_role: 'system' },
    source: 'xAI, "Reasoning"; BerriAI/litellm#16265, NousResearch/hermes-agent#23435, lobehub/lobehub#13332',
  },
  {
    protocol: 'openai',
    model: /^grok-[23]/,
    traits: { reasoning: 'none', system_role: 'system' },
    source: 'xAI, "Reasoning"; NousResearch/hermes-agent#23435',
  },
  {
    protocol: 'openai',
    model: /^deepseek-reasoner/,
    traits: {
      ...{ limit_field: 'max_tokens', reasoning_field: 'reasoning_content', system_role: 'system' },
      ...{ refused_fields: ['logprobs', 'top_logprobs'], tool_choice: ['none', 'auto'] },
    },
    source: 'DeepSeek, "Thinking mode"; earendil-works/pi#1048',
  },
  {
    protocol: 'openai',
    model: /^deepseek-/,
    traits: { limit_field: 'max_tokens', system_role: 'system' },
    source: 'DeepSeek, "Create chat completion"; earendil-works/pi#1048, eclipse-theia/theia#15144',
  },
  {
    protocol: 'openai',
    model: /^kimi-(?:k2(?:\.|-)(?:[5-9]|thinking)|k[3-9]|thinking)/,
    traits: {
      ...{ limit_field: 'max_tokens', reasoning_field: 'reasoning_content', system_role: 'system', tool_choice: ['none', 'auto'] },
      refused_fields: ['temperature', 'top_p', 'n', ...PENALTIES],
    },
    source: 'Moonshot AI, "Kimi K2.5 quickstart", parameters; HKUDS/nanobot#4967, odysseus-dev/odysseus#3959',
  },
  {
    protocol: 'openai',
    model: /^(?:kimi-|moonshot-)/,
    traits: { limit_field: 'max_tokens', system_role: 'system', tool_choice: ['none', 'auto'] },
    source: 'Moonshot AI, "Chat" and "Tool use"',
  },
  {
    protocol: 'openai',
    model: /^gemma-/,
    host: /^generativelanguage\.googleapis\.com$/,
    traits: { system_role: 'user', reasoning: 'none', strict_schema: false },
    source: 'Google, "Gemma on the Gemini API": developer instructions are not enabled',
  },
  {
    protocol: 'openai',
    model: /^gemini-(?:1|2\.0)/,
    traits: {
      ...{ reasoning: 'none', strict_schema: false, system_role: 'system' },
      refused_fields: GEMINI_REFUSES,
    },
    source: 'Google, "OpenAI compatibility" and "Thinking"',
  },
  {
    protocol: 'openai',
    model: /^gemini-/,
    traits: {
      ...{ strict_schema: false, system_role: 'system' },
      refused_fields: GEMINI_REFUSES,
    },
    source: 'Google, "OpenAI compatibility"',
  },
  {
    protocol: 'openai',
    model: /^(?:sonar|r1-1776)/,
    traits: { limit_field: 'max_tokens', exclusive_fields: [PENALTIES], ends_without_done: true, system_role: 'system' },
    source: 'Perplexity, "Chat completions"; perplexityai/api-discussion#209',
  },
  {
    protocol: 'openai',
    host: /^api\.cohere\.(?:ai|com)$/,
    traits: {
      ...{ limit_field: 'max_tokens', reasoning_field: 'none' },
      refused_fields: [
        ...['store', 'metadata', 'logit_bias', 'top_logprobs', 'n', 'modalities', 'audio', 'service_tier', 'parallel_tool_calls'],
        ...['user', 'stream_options'],
      ],
    },
    source: 'Cohere, "Using Cohere models via the OpenAI SDK", unsupported parameters',
  },
  {
    protocol: 'openai',
    model: /^glm-/,
    traits: { limit_field: 'max_tokens', system_role: 'system', tool_choice: ['none', 'auto'] },
    source: 'Z.AI, "Chat completion"',
  },
  {
    protocol: 'openai',
    host: /^dashscope(?:-[a-z]+)?\.aliyuncs\.com$/,
    traits: { limit_field: 'max_tokens', system_role: 'system', tool_choice: ['none', 'auto', 'named'] },
    source: 'Alibaba Cloud, "OpenAI compatible - Chat", tool_choice',
  },
  {
    protocol: 'openai',
    model:
      /^(?:meta-|hermes-)?(?:qwen|qwq|llama|gemma|phi-|yi-|mistral|mixtral|ministral|codellama|falcon|granite|olmo|nemotron|minimax|internlm|baichuan|starcoder|command-|jamba|ernie|hunyuan|step-|mimo|seed-|exaone|solar|doubao)/,
    traits: { limit_field: 'max_tokens' },
    source: 'Open weights on servers of any age: 1Panel-dev/MaxKB#2912, voideditor/void#128; vLLM, "OpenAI-compatible server"',
  },
  {
    protocol: 'openai',
    host: /^(?:api\.deepinfra\.com|api\.siliconflow\.(?:cn|com)|integrate\.api\.nvidia\.com|api\.together\.(?:xyz|ai)|api\.novita\.ai)$/,
    traits: { limit_field: 'max_tokens', system_role: 'system' },
    source: 'earendil-works/pi#1578; "Chat completions" of DeepInfra, SiliconFlow, NVIDIA, Together and Novita',
  },
];

/** Rows that were looked up on one day. */
const lookedUp = (date: string, rows: readonly Undated[]): readonly TraitRow[] => rows.map((row) => ({ ...row, date }));

export const DEFAULT_TRAITS: readonly TraitRow[] = lookedUp('2026-11-30', [...HOSTS_BEFORE_MODELS, ...OPENAI, ...CLAUDE, ...OTHERS]);
