import { bareId, type Answer, type AnswerBlock } from '../answer/answer.js';
import { argumentsText } from '../common/tool-arguments.js';
import { asText, isObject, type JsonObject } from '../json/object.js';
import { Unsaid } from '../json/unsaid.js';
import { finishOfMessages } from './finish.js';
import { noteMessage, noteMessagesBlock } from './unsaid.js';

/** A message of Messages. Blocks of hosted tools do not occur, because those tools are refused. */
export function answerFromMessages(body: JsonObject): Answer {
  const content: unknown[] = Array.isArray(body['content']) ? body['content'] : [];
  const unsaid = new Unsaid();
  noteMessage(body, unsaid);
  const blocks = content.filter(isObject).flatMap((block) => blockOf(block, unsaid));
  const finish = finishOfMessages(body['stop_reason']);
  const last = blocks.at(-1);
  const isUntold = finish === 'length' && last?.kind === 'call' && (last.arguments === '' || last.arguments === '{}');
  return {
    id: bareId(body['id']),
    model: asText(body['model']) ?? '',
    createdAt: undefined,
    // What the output limit cut before its input is no call.
    blocks: isUntold ? blocks.slice(0, -1) : blocks,
    finish,
    stopSequence: typeof body['stop_sequence'] === 'string' ? body['stop_sequence'] : null,
    dropped: unsaid.names,
  };
}

function blockOf(block: JsonObject, unsaid: Unsaid): AnswerBlock[] {
  noteMessagesBlock(block, unsaid);
  const { type, signature, data } = block;
  switch (type) {
    case 'text':
      return [{ kind: 'text', text: asText(block['text']) ?? '' }];
    case 'thinking': {
      const text = asText(block['thinking']) ?? '';
      if (signature) return [{ kind: 'reasoning', text, carried: { block: { type, signature } } }];
      return text === '' ? [] : [{ kind: 'reasoning', text }];
    }
    case 'redacted_thinking':
      return [{ kind: 'reasoning', text: '', carried: { block: { type, data } } }];
    case 'tool_use':
      return [{ kind: 'call', id: String(block['id']), name: String(block['name']), arguments: argumentsText(block['input']) }];
    default:
      return [];
  }
}
