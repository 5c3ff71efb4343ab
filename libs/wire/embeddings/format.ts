import { isObject, type JsonObject } from '../json/object.js';

const FLOAT_BYTES = 4;

/**
 * A plain answer of Embeddings in the `encoding_format` that was asked for: float32, little-endian, in base64, or numbers (the default). Some providers know
 * one of them only, and the SDKs cannot read the other. Undefined: the bytes may go as they came. Source: OpenAI, "Create embeddings".
 */
export function embeddingsAsAsked({ encoding_format: format }: JsonObject, answer: JsonObject): Buffer | undefined {
  const convert = format === 'base64' ? toBase64 : format == null || format === 'float' ? toFloats : undefined;
  const { data } = answer;
  if (!convert || !Array.isArray(data)) return undefined;
  let isChanged = false;
  const converted = data.map((item: unknown) => {
    const embedding = isObject(item) ? convert(item['embedding']) : undefined;
    isChanged ||= embedding !== undefined;
    return embedding === undefined ? item : { ...(item as JsonObject), embedding };
  });
  return isChanged ? Buffer.from(JSON.stringify({ ...answer, data: converted })) : undefined;
}

function toBase64(embedding: unknown): string | undefined {
  if (!Array.isArray(embedding) || !embedding.every((each) => typeof each === 'number')) return undefined;
  const bytes = Buffer.allocUnsafe(embedding.length * FLOAT_BYTES);
  for (const [index, value] of embedding.entries()) bytes.writeFloatLE(value, index * FLOAT_BYTES);
  return bytes.toString('base64');
}

function toFloats(embedding: unknown): number[] | undefined {
  if (typeof embedding !== 'string') return undefined;
  const bytes = Buffer.from(embedding, 'base64');
  if (bytes.length % FLOAT_BYTES !== 0) return undefined;
  return Array.from({ length: bytes.length / FLOAT_BYTES }, (_, index) => bytes.readFloatLE(index * FLOAT_BYTES));
}
