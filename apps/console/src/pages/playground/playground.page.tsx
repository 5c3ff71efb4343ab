import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { API_URL } from '../../api/base.js';
import { nothingYet } from '../../api/queries.js';
import { useTexts } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Page } from '../../parts/page.js';
import { Button } from '../../ui/controls/button.js';
import { Field } from '../../ui/controls/field.js';
import { Select } from '../../ui/controls/select.js';
import { Money } from '../../ui/money/money.js';
import { Card, Notice } from '../../ui/show/card.js';
import { Empty } from '../../ui/show/empty.js';
import { Skeleton } from '../../ui/show/skeleton.js';
import { SnippetTabs } from '../../ui/snippets/snippet-tabs.js';
import { modelsQuery, type Model } from '../models/models.js';
import { messagesOf, useChat, type Chat } from './chat.js';
import { bodyOf, Composer } from './composer.js';
import { TurnCard } from './turn.js';
import './playground.css';

const FIRST = 'tokenok-fast';
const OUTPUT_TOKENS = '1024';

/** Which answer is worth its price. The model stands in the address; what is said stays in this page. */
export function PlaygroundPage(): ReactNode {
  const t = useTexts();
  const here = useHere();
  const models = useQuery({ ...modelsQuery(here), throwOnError: nothingYet }).data;
  if (!here.may('playground.use'))
    return (
      <Page title={t('app.playground')}>
        <Notice kind="info">{t('play.not_allowed')}</Notice>
      </Page>
    );
  const chats = models?.filter(({ capabilities }) => capabilities.includes('chat'));
  if (chats?.[0]) return <Talk models={chats} first={chats.find(({ id }) => id === FIRST) ?? chats[0]} />;
  return (
    <Page title={t('app.playground')}>
      <Card>{models === undefined ? <Skeleton rows={8} as="text" /> : <Empty title={t('models.none')}>{t('models.none_why')}</Empty>}</Card>
    </Page>
  );
}

function Talk({ models, first }: { readonly models: readonly Model[]; readonly first: Model }): ReactNode {
  const t = useTexts();
  const { customer } = useHere();
  const navigate = useNavigate();
  const { model: asked }: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const [draft, setDraft] = useState('');
  const [limit, setLimit] = useState(OUTPUT_TOKENS);
  const [isCode, setCode] = useState(false);
  const chat = useChat(customer);
  // A model that is not in the list is named as it is: the API says why it cannot be called.
  const model = typeof asked === 'string' ? asked : first.id;
  const known = models.find(({ id }) => id === model);
  const options = [...models.map(({ id }) => id), ...(known ? [] : [model])].map((id) => ({ value: id, label: id }));
  const isLimit = /^[1-9]\d{0,6}$/.test(limit);
  const body = bodyOf(model, chat, draft, isLimit ? Number(limit) : Number(OUTPUT_TOKENS));
  return (
    <Page
      title={t('app.playground')}
      acts={
        <>
          {chat.turns.length === 0 ? null : <Button onPress={chat.clear}>{t('play.clear')}</Button>}
          <Button pressed={isCode} onPress={() => setCode(!isCode)}>
            {t('play.code')}
          </Button>
        </>
      }
    >
      <Card>
        <div className="playground-choice">
          <Select
            label={t('play.model')}
            options={options}
            value={model}
            onChange={(next) => void navigate({ to: '.', replace: true, search: { model: next } as never })}
          />
          <Field
            label={t('play.output')}
            value={limit}
            onChange={setLimit}
            inputMode="numeric"
            figures
            refused={isLimit ? undefined : t('play.output_refused')}
          />
          {known ? <Prices model={known} /> : null}
        </div>
      </Card>
      {isCode ? <SameCall chat={chat} draft={draft} model={model} maxTokens={body.max_tokens} /> : null}
      <div className="playground-turns" role="log" aria-label={t('play.conversation')}>
        {chat.turns.map((turn) => (
          <TurnCard key={turn.id} turn={turn} />
        ))}
      </div>
      <Composer chat={chat} draft={draft} onDraft={setDraft} body={body} />
      <p className="playground-quiet">{t('play.key')}</p>
    </Page>
  );
}

function Prices({ model: { price } }: { readonly model: Model }): ReactNode {
  const t = useTexts();
  if (price === null) return null;
  return (
    <span className="playground-quiet playground-prices">
      {t('models.in_out')}: <Money amount={price.input_per_million} currency={price.currency} /> ·{' '}
      <Money amount={price.output_per_million} currency={price.currency} unit /> {t('play.per_million')}
    </span>
  );
}

interface SameCallProps {
  readonly chat: Chat;
  readonly draft: string;
  readonly model: string;
  readonly maxTokens: number;
}

/** The next call; with nothing written, the last one. Without the key of this page. */
function SameCall({ chat, draft, model, maxTokens }: SameCallProps): ReactNode {
  const t = useTexts();
  const last = chat.turns.at(-1);
  const isNext = draft.trim() !== '' || last === undefined;
  const before = messagesOf(isNext ? chat.turns : chat.turns.slice(0, -1));
  const content = isNext ? draft || 'Hello' : last.prompt;
  return (
    <Card title={t('play.code')}>
      <SnippetTabs
        baseUrl={API_URL}
        model={isNext ? model : last.model}
        prompt={content}
        messages={[...before, { role: 'user', content }]}
        maxTokens={maxTokens}
      />
    </Card>
  );
}
