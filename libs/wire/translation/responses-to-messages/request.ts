import type { WireRefusal } from '../../common/refusal.js';
import { MESSAGES_NAME_CHARS } from '../../common/tool-names.js';
import { flatTools } from '../../common/tool-namespaces.js';
import type { JsonObject } from '../../json/object.js';
import { chatToMessages } from '../chat-to-messages/request.js';
import { responsesToChat } from '../responses-to-chat/request.js';
import { toolNamesOfResponses } from '../responses-to-chat/tools.js';
import type { TranslatedRequest, TranslationTarget } from '../translation.js';

/** What the fields of the step between are called by the client. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^messages\[.*$/, 'input'],
  [/^messages$/, 'input'],
  [/^messages\.content\.image_url\.detail$/, 'input.content.detail'],
  [/^messages\./, 'input.'],
  [/^response_format\.json_schema/, 'text.format'],
  [/^response_format$/, 'text.format'],
  [/^reasoning_effort$/, 'reasoning.effort'],
];

/** Who the user is: Messages has a place for it, providers of Chat Completions that lack Responses may refuse it. */
const IDENTIFIERS: ReadonlySet<string> = new Set(['user', 'safety_identifier']);

/** By way of Chat Completions, where every other step is needed anyway; fields keep the names that the client gave them. */
export function responsesToMessages(body: JsonObject, target: TranslationTarget): TranslatedRequest | WireRefusal {
  const names = toolNamesOfResponses(body, MESSAGES_NAME_CHARS);
  const chat = responsesToChat(
    body,
    { ...target, traits: { ...target.traits, refusedFields: [], reasoning: 'effort' } },
    names,
    'messages',
  );
  if (chat.kind === 'refusal') return chat;
  const clientsName = namer(body);
  const { user, safety_identifier } = body;
  const messages = chatToMessages({ ...chat.body, user, safety_identifier }, target);
  if (messages.kind === 'refusal') {
    if (messages.param === null) return messages;
    const named = clientsName(messages.param);
    return { ...messages, param: named, message: messages.message.replaceAll(messages.param, named) };
  }
  const dropped = chat.dropped.filter((field) => !IDENTIFIERS.has(field));
  return { ...messages, dropped: [...new Set([...dropped, ...messages.dropped.map(clientsName)])] };
}

const TOOL_FIELD = /^tools\[(\d+)\](?:\.function)?/;

function namer(body: JsonObject): (field: string) => string {
  return (field) => {
    const rule = NAMES.find(([pattern]) => pattern.test(field));
    if (rule) return field.replace(rule[0], rule[1]);
    return field.replace(TOOL_FIELD, (all, index) => flatTools(body['tools'])[Number(index)]?.path ?? all);
  };
}
