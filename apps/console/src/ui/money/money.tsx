import './money.css';
import type { ReactElement } from 'react';
import { localeTag, useTexts } from '../../i18n/i18n.js';
import { figure } from './figure.js';
import type { Figure, Run } from './figure.js';
import { spoken } from './spoken.js';

export interface MoneyProps {
  /** The API's text: `"412.38401725"`, `"-1.50"`. Null: no amount exists (open, not priced): an en dash. */
  readonly amount: string | null | undefined;
  readonly currency: string;
  /** The decimals of the column. */
  readonly decimals?: number;
  readonly signed?: boolean;
  readonly proof?: boolean;
  readonly summary?: boolean;
  /** Write the code behind it; off where the head of the column says it. */
  readonly unit?: boolean;
  /** `figure` leads a page, `sub` a card. */
  readonly size?: 'text' | 'sub' | 'figure';
  /** Strong in running text: a total. */
  readonly bold?: boolean;
  /** The double rule: totals and the trial balance only. */
  readonly total?: boolean;
}

/** An amount: every digit, one string for a screen reader, and a copy that is the API's text. */
export function Money(props: MoneyProps): ReactElement {
  const t = useTexts();
  const { amount, currency, size = 'text' } = props;
  const unit = props.unit ? <span className="ui-money-unit">{currency}</span> : null;
  if (amount == null) {
    return (
      <span className="ui-money ui-money-none">
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{t('ui.no_amount')}</span>
      </span>
    );
  }
  const shown = figure(amount, currency, {
    decimals: props.decimals,
    isSigned: props.signed,
    isProof: props.proof,
    isSummary: props.summary,
  });
  const className = ['ui-money', `ui-money-${size}`, props.bold || props.total ? 'ui-money-bold' : '', props.total ? 'ui-money-total' : '']
    .filter(Boolean)
    .join(' ');
  return (
    <span className={className}>
      <span className="visually-hidden">{spoken(amount, currency, localeTag())}</span>
      <span aria-hidden="true" className="ui-money-drawn">
        {shown ? <Digits figure={shown} /> : amount}
        {unit}
      </span>
    </span>
  );
}

function Digits({ figure: { sign, runs } }: { readonly figure: Figure }): ReactElement {
  return (
    <>
      {sign === 'minus' ? <span className="ui-money-minus">-</span> : null}
      {sign === 'plus' ? <span className="ui-money-plus" /> : null}
      {runs.map((run, at) => (
        <span key={at} className={classOf(run)}>
          {run.text}
        </span>
      ))}
    </>
  );
}

function classOf({ tone, kind, gap, isBeyond }: Run): string {
  return [`ui-money-${tone}`, `ui-money-${kind}`, gap === 'none' ? '' : `ui-money-gap-${gap}`, isBeyond ? 'ui-money-beyond' : '']
    .filter(Boolean)
    .join(' ');
}
