import { bareId, type Answer, type AnswerBlock } from '../answer/answer.js';
import { asText, isObject, type JsonObject } from '../json/object.js';
import { finishOfMessages } from './finish.js';

/** A message of Messages. Blocks of hosted tools do not occur, because those tools are refused. */
export function answerFromMessages(body: JsonObject): Answer {
  const content: unknown[] = Array.isArray(body['content']) ? body['content'] : [];
  return {
    id: bareId(body['id']),
    model: asText(body['model']) ?? '',
    createdAt: undefined,
    blocks: content.filter(isObject).flatMap(blockOf),
    finish: finishOfMessages(body['stop_reason']),
    stopSequence: typeof body['stop_sequence'] === 'string' ? body['stop_sequence'] : null,
  };
}

function blockOf(block: JsonObject): AnswerBlock[] {
  switch (block['type']) {
    case 'text':
      return [{ kind: 'text', text: asText(block['text']) ?? '' }];
    case 'thinking':
      return block['thinking'] ? [{ kind: 'reasoning', text: asText(block['thinking']) ?? '' }] : [];
    case 'tool_use':
      return [{ kind: 'call', id: String(block['id']), name: String(block['name']), arguments: JSON.stringify(block['input'] ?? {}) }];
    default:
      return [];
  }
}
