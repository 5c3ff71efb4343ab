import { createHash } from 'node:crypto';
import { promptsOf } from './sandbox.completions.js';
import { openaiErrorFrame, openaiError, type Dialect } from './sandbox.dialect.js';
import { sandboxRequest } from './sandbox.request.js';

const DIMENSIONS = 1_536;

/** OpenAI's Embeddings: the same text always has the same vector, of length 1. */
export const EMBEDDINGS: Dialect = {
  read(body) {
    const inputs = promptsOf(body['input']);
    return inputs && sandboxRequest(body, { turns: inputs.map((content) => ({ role: 'user', content })), outputLimit: 0 });
  },
  plain({ model, body, promptTokens, directives }) {
    const dimensions = Number(body['dimensions'] ?? DIMENSIONS);
    const data = (promptsOf(body['input']) ?? []).map((text, index) => {
      const vector = vectorOf(text, dimensions);
      const isBase64 = body['encoding_format'] === 'base64';
      return { object: 'embedding', index, embedding: isBase64 ? Buffer.from(vector.buffer).toString('base64') : [...vector] };
    });
    const tokens = directives.usage.prompt ?? promptTokens;
    return { object: 'list', data, model, ...(directives.noUsage ? {} : { usage: { prompt_tokens: tokens, total_tokens: tokens } }) };
  },
  error: openaiError,
  errorFrame: openaiErrorFrame,
};

function vectorOf(text: string, dimensions: number): Float32Array<ArrayBuffer> {
  const bytes = createHash('shake256', { outputLength: dimensions }).update(text).digest();
  const values = Float32Array.from(bytes, (byte) => byte - 127.5);
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / length);
}
