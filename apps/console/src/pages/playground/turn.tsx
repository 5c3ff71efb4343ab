import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Refused } from '../../api/problem.js';
import { useTexts } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Money } from '../../ui/money/money.js';
import { Notice } from '../../ui/show/card.js';
import { Status } from '../../ui/show/status.js';
import { receiptQuery } from '../logs/receipt.query.js';
import { count, took } from '../logs/shown.js';
import type { Turn } from './chat.js';

/** The books have it when its last event is durable: asked again until then. */
const TRIES = 8;
const AGAIN_MS = 400;

/** What was asked, what was answered, and below what it cost at most and what it cost. */
export function TurnCard({ turn }: { readonly turn: Turn }): ReactNode {
  const t = useTexts();
  const { prompt, model, answer, state, refusal } = turn;
  return (
    <article className="playground-turn" aria-busy={state === 'streaming'}>
      <div className="playground-asked">
        <span className="playground-who">{t('play.you')}</span>
        <p className="playground-text">{prompt}</p>
      </div>
      <div className="playground-answer">
        <span className="playground-who">{model}</span>
        {answer === '' && state === 'streaming' ? <Status kind="live">{t('play.waiting')}</Status> : null}
        {answer === '' ? null : <p className="playground-text">{answer}</p>}
        {refusal === null ? null : <Notice kind="bad">{refusal}</Notice>}
      </div>
      <Costs turn={turn} />
    </article>
  );
}

function Costs({ turn: { atMost, state, request } }: { readonly turn: Turn }): ReactNode {
  const t = useTexts();
  const { customer, membership } = useHere();
  const { data } = useQuery({
    ...receiptQuery(customer, request ?? ''),
    enabled: request !== null && state !== 'streaming',
    // What was refused before anything was held has no receipt.
    retry: (failures, error) => state !== 'failed' && error instanceof Refused && error.problem.status === 404 && failures < TRIES,
    retryDelay: AGAIN_MS,
  });
  const { currency } = membership;
  return (
    <footer className="playground-costs">
      <dl>
        <div>
          <dt>{t('play.before')}</dt>
          <dd>
            <Money amount={atMost} currency={currency} unit />
          </dd>
        </div>
        <div>
          <dt>{t('play.after')}</dt>
          <dd>
            <Money amount={data?.charge} currency={currency} unit />
          </dd>
        </div>
      </dl>
      <div className="playground-quiet playground-used">
        {state === 'streaming' ? <Status kind="live">{t('play.streaming')}</Status> : null}
        {state === 'stopped' ? <Status kind="ended">{t('play.stopped')}</Status> : null}
        {data === undefined ? null : (
          <>
            <span>
              {t('play.used', {
                input: count(data.usage.input_tokens),
                output: count(data.usage.output_tokens),
                took: took(data.latency_ms, t),
                provider: data.provider,
              })}
            </span>
            <Link to="/c/$customer/logs/$request" params={{ customer, request: data.id }}>
              {t('receipt.title')}
            </Link>
          </>
        )}
      </div>
    </footer>
  );
}
