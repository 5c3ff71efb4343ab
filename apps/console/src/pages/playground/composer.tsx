import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Button } from '../../ui/controls/button.js';
import { Field } from '../../ui/controls/field.js';
import { Money } from '../../ui/money/money.js';
import { Notice } from '../../ui/show/card.js';
import { messagesOf, type Chat, type ChatBody } from './chat.js';
import { previewQuery, type Preview } from './preview.js';

const QUIET_MS = 300;

export interface ComposerProps {
  readonly chat: Chat;
  readonly draft: string;
  readonly onDraft: (draft: string) => void;
  readonly body: ChatBody;
}

/** What is sent next, what it costs at most, and the button that sends it. */
export function Composer({ chat, draft, onDraft, body }: ComposerProps): ReactNode {
  const t = useTexts();
  const { preview, isSettled } = usePreview(body, draft.trim() !== '');
  const refusal = isSettled ? preview?.refusal : undefined;
  const mayNot = draft.trim() === '' ? t('play.write_first') : undefined;
  const send = (): void => {
    if (mayNot !== undefined || chat.isStreaming) return;
    chat.send(draft, body, isSettled ? (preview?.at_most?.amount ?? null) : null);
    onDraft('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || !(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    send();
  };
  return (
    <div className="playground-composer" onKeyDown={onKeyDown}>
      <Field label={t('play.message')} value={draft} onChange={onDraft} lines={3} placeholder={t('play.ask')} />
      {refusal ? <Notice kind="bad">{refusal.message}</Notice> : null}
      <div className="playground-send">
        <AtMost preview={isSettled ? preview : undefined} />
        {chat.isStreaming ? (
          <Button onPress={chat.stop}>{t('play.stop')}</Button>
        ) : (
          <Button kind="primary" refused={mayNot} onPress={send}>
            {t('play.send')}
          </Button>
        )}
      </div>
    </div>
  );
}

function AtMost({ preview }: { readonly preview: Preview | undefined }): ReactNode {
  const t = useTexts();
  const { membership } = useHere();
  return (
    <span className="playground-quiet" role="status">
      {t('play.at_most')} <Money amount={preview?.at_most?.amount} currency={preview?.at_most?.currency ?? membership.currency} unit />
    </span>
  );
}

/** Asked when typing rests; `isSettled`: it is about what stands there now. */
function usePreview(body: ChatBody, isAsked: boolean): { readonly preview: Preview | undefined; readonly isSettled: boolean } {
  const { customer } = useHere();
  const text = JSON.stringify(body);
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, isPlaceholderData } = useQuery({
    ...previewQuery(customer, JSON.parse(rested) as ChatBody),
    enabled: isAsked && body.model !== '',
  });
  return { preview: isAsked ? data : undefined, isSettled: isAsked && rested === text && data !== undefined && !isPlaceholderData };
}

export const bodyOf = (model: string, chat: Chat, draft: string, maxTokens: number): ChatBody => ({
  model,
  messages: [...messagesOf(chat.turns), { role: 'user', content: draft }],
  max_tokens: maxTokens,
  stream: true,
});
