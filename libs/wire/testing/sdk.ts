import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

/** The SDKs over a provider that always says the same: what they make of our bytes is what a customer gets. */
export function openaiOver(answer: string | Buffer, chunkBytes = 1024, status = 200): OpenAI {
  return new OpenAI({
    apiKey: 'key',
    maxRetries: 0,
    logLevel: 'off',
    fetch: () => Promise.resolve(responseOf(answer, chunkBytes, status)),
  });
}

export function anthropicOver(answer: string | Buffer, chunkBytes = 1024, status = 200): Anthropic {
  return new Anthropic({
    apiKey: 'key',
    maxRetries: 0,
    logLevel: 'off',
    fetch: () => Promise.resolve(responseOf(answer, chunkBytes, status)),
  });
}

function responseOf(answer: string | Buffer, chunkBytes: number, status: number): Response {
  const bytes = Buffer.from(answer);
  const isJson = bytes[0] === '{'.charCodeAt(0);
  const body = isJson ? new Uint8Array(bytes) : ReadableStream.from(chunksOf(bytes, chunkBytes));
  return new Response(body, {
    status,
    headers: { 'content-type': isJson ? 'application/json' : 'text/event-stream', 'request-id': 'req_1' },
  });
}

/** Bytes in chunks of one size, so that frames and characters are cut anywhere. */
export function chunksOf(bytes: Buffer, chunkBytes: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(Buffer.from(bytes.subarray(at, at + chunkBytes)));
  return chunks;
}
