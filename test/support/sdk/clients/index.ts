import { ANTHROPIC } from './anthropic.js';
import type { Client } from './client.js';
import { LANGCHAIN_ANTHROPIC, LANGCHAIN_OPENAI_CHAT, LANGCHAIN_OPENAI_RESPONSES } from './langchain.js';
import { OPENAI_CHAT } from './openai-chat.js';
import { OPENAI_RESPONSES } from './openai-responses.js';
import { VERCEL_ANTHROPIC, VERCEL_OPENAI_CHAT, VERCEL_OPENAI_RESPONSES } from './vercel.js';

export const NODE_CLIENTS: readonly Client[] = [
  OPENAI_CHAT,
  OPENAI_RESPONSES,
  ANTHROPIC,
  VERCEL_OPENAI_CHAT,
  VERCEL_OPENAI_RESPONSES,
  VERCEL_ANTHROPIC,
  LANGCHAIN_OPENAI_CHAT,
  LANGCHAIN_OPENAI_RESPONSES,
  LANGCHAIN_ANTHROPIC,
];
