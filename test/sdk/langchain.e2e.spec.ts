import { LANGCHAIN_ANTHROPIC, LANGCHAIN_OPENAI_CHAT, LANGCHAIN_OPENAI_RESPONSES } from './clients/langchain.js';
import { describeMatrix } from './matrix.js';

describeMatrix([LANGCHAIN_OPENAI_CHAT, LANGCHAIN_OPENAI_RESPONSES, LANGCHAIN_ANTHROPIC]);
