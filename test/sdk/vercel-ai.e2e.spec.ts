import { VERCEL_ANTHROPIC, VERCEL_OPENAI_CHAT, VERCEL_OPENAI_RESPONSES } from './clients/vercel.js';
import { describeMatrix } from './matrix.js';

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

describeMatrix([VERCEL_OPENAI_RESPONSES, VERCEL_OPENAI_CHAT, VERCEL_ANTHROPIC]);
