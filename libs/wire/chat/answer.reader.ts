import { bareId, type Answer, type AnswerBlock } from '../answer/answer.js';
import { CARRIED_BY_MESSAGE, callMembers, isEmpty, pick } from '../common/carried.js';
import { isCount } from '../common/counts.js';
import { argumentsOf, argumentsText } from '../common/tool-arguments.js';
import { asText, isObject, type JsonObject } from '../json/object.js';
import { Unsaid } from '../json/unsaid.js';
import { finishOfChat } from './finish.js';
import { answerText, thoughtOf } from './text.js';
import { noteChatCall, noteChatChoice, noteChatMessage } from './unsaid.js';

/** The first choice of a chat completion; more than one is asked for only where nothing is translated. */
export function answerFromChat(body: JsonObject): Answer {
  const choices: unknown[] = Array.isArray(body['choices']) ? body['choices'] : [];
  const choice = isObject(choices[0]) ? choices[0] : {};
  const id = bareId(body['id']);
  const unsaid = new Unsaid();
  noteChatChoice(body, choice, unsaid);
  const blocks = isObject(choice['message']) ? blocksOf(choice['message'], id, unsaid) : [];
  const finish = finishOfChat(
    choice['finish_reason'],
    blocks.some(({ kind }) => kind === 'call'),
  );
  return {
    id,
    model: asText(body['model']) ?? '',
    createdAt: isCount(body['created']) ? body['created'] : undefined,
    blocks: finish === 'length' ? withoutUntold(blocks) : blocks,
    finish,
    stopSequence: null,
    dropped: unsaid.names,
  };
}

/** A call that the output limit cut before its arguments is none. */
function withoutUntold(blocks: readonly AnswerBlock[]): readonly AnswerBlock[] {
  const last = blocks.at(-1);
  return last?.kind === 'call' && last.arguments.trim() === '' ? blocks.slice(0, -1) : blocks;
}

function blocksOf(message: JsonObject, answerId: string, unsaid: Unsaid): AnswerBlock[] {
  noteChatMessage(message, unsaid);
  const blocks: AnswerBlock[] = [];
  const add = (kind: 'text' | 'refusal', text: unknown) => {
    if (typeof text === 'string' && text !== '') blocks.push({ kind, text });
  };
  const thought = thoughtOf(message);
  if (thought) blocks.push({ kind: 'reasoning', text: thought.text, ...(thought.as && { carried: { as: thought.as } }) });
  add('text', answerText(message['content']));
  add('refusal', message['refusal']);
  const all: unknown[] = Array.isArray(message['tool_calls']) ? message['tool_calls'] : [];
  const carried: Record<string, JsonObject> = {};
  const called: AnswerBlock[] = [];
  for (const [index, call] of all.filter(isObject).entries()) {
    const { name, arguments: json } = isObject(call['function']) ? call['function'] : {};
    if (typeof name !== 'string') continue;
    noteChatCall(call, unsaid);
    const id = typeof call['id'] === 'string' && call['id'] !== '' ? call['id'] : `call_${answerId}_${index}`;
    const members = callMembers(call);
    if (!isEmpty(members)) carried[id] = members;
    called.push({ kind: 'call', id, name, arguments: argumentsText(json) });
  }
  const members = pick(message, CARRIED_BY_MESSAGE);
  if (!isEmpty(members) || !isEmpty(carried))
    blocks.push({
      kind: 'reasoning',
      text: '',
      carried: { ...(!isEmpty(members) && { message: members }), ...(!isEmpty(carried) && { calls: carried }) },
    });
  return [...blocks, ...called];
}

/** The call that cannot be told where arguments have to be an object: not what the model said would run. Undefined: there is none. */
export function brokenCall({ blocks, finish }: Answer): string | undefined {
  if (finish === 'length') return undefined;
  const broken = blocks.find((block) => block.kind === 'call' && !argumentsOf(block.arguments));
  return broken?.kind === 'call' ? broken.name : undefined;
}
