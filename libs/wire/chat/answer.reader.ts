import { bareId, type Answer, type AnswerBlock } from '../answer/answer.js';
import { isCount } from '../common/counts.js';
import { asText, isObject, type JsonObject } from '../json/object.js';
import { finishOfChat } from './finish.js';
import { answerText, reasoningText } from './text.js';

/** The first choice of a chat completion; more than one is asked for only where nothing is translated. */
export function answerFromChat(body: JsonObject): Answer {
  const choices: unknown[] = Array.isArray(body['choices']) ? body['choices'] : [];
  const choice = isObject(choices[0]) ? choices[0] : {};
  const id = bareId(body['id']);
  const blocks = isObject(choice['message']) ? blocksOf(choice['message'], id) : [];
  return {
    id,
    model: asText(body['model']) ?? '',
    createdAt: isCount(body['created']) ? body['created'] : undefined,
    blocks,
    finish: finishOfChat(
      choice['finish_reason'],
      blocks.some(({ kind }) => kind === 'call'),
    ),
    stopSequence: null,
  };
}

function blocksOf(message: JsonObject, answerId: string): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  const add = (kind: 'text' | 'reasoning' | 'refusal', text: unknown) => {
    if (typeof text === 'string' && text !== '') blocks.push({ kind, text });
  };
  add('reasoning', reasoningText(message));
  add('text', answerText(message['content']));
  add('refusal', message['refusal']);
  const calls: unknown[] = Array.isArray(message['tool_calls']) ? message['tool_calls'] : [];
  for (const [index, call] of calls.filter(isObject).entries()) {
    const { name, arguments: json } = isObject(call['function']) ? call['function'] : {};
    if (typeof name !== 'string') continue;
    const id = typeof call['id'] === 'string' && call['id'] !== '' ? call['id'] : `call_${answerId}_${index}`;
    blocks.push({ kind: 'call', id, name, arguments: typeof json === 'string' ? json : '' });
  }
  return blocks;
}
