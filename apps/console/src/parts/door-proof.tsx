import type { ReactNode } from 'react';
import { localeTag, useTexts } from '../i18n/i18n.js';

/** An entry as every receipt shows it: an example, the same for everyone. Screen readers are told the two sentences. */
export function DoorProof({ texts }: { readonly texts: { readonly why: string; readonly how: string } }): ReactNode {
  const t = useTexts();
  const rows = [
    [t('door.held'), '5 366 4', undefined],
    [t('door.revenue'), undefined, '2 433 6'],
    [t('door.available'), undefined, '2 932 8'],
  ] as const;
  return (
    <aside className="door-proof" aria-label={t('door.example')}>
      <div className="proof-card" aria-hidden="true">
        <p className="proof-head">
          <span>
            {new Intl.DateTimeFormat(localeTag(), { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' }).format(EXAMPLE_MS)}
          </span>
          <code>req_01m8…qanvt</code>
        </p>
        <p className="proof-figure">
          <Digits strong="2 433 6" /> <small>USD</small>
        </p>
        <div className="proof-table">
          <span className="proof-th">{t('door.book_account')}</span>
          <span className="proof-th proof-right">{t('door.debit')}</span>
          <span className="proof-th proof-right">{t('door.credit')}</span>
          {rows.map(([name, debit, credit]) => (
            <div className="proof-row" key={name}>
              <span>{name}</span>
              <span className="proof-right">{debit === undefined ? null : <Digits strong={debit} />}</span>
              <span className="proof-right">{credit === undefined ? null : <Digits strong={credit} />}</span>
            </div>
          ))}
          <div className="proof-row proof-sums">
            <span>{t('door.sums')}</span>
            <span className="proof-right">
              <span className="proof-rule">
                <Digits strong="5 366 4" />
              </span>
            </span>
            <span className="proof-right">
              <span className="proof-rule">
                <Digits strong="5 366 4" />
              </span>
            </span>
          </div>
        </div>
      </div>
      <div className="proof-text">
        <p className="proof-why">{texts.why}</p>
        <p>{texts.how}</p>
      </div>
    </aside>
  );
}

const EXAMPLE_MS = Date.UTC(2026, 10, 30, 10, 41, 7);

/** Leading zeros and padding are quiet, what counts is not. */
const Digits = ({ strong }: { readonly strong: string }): ReactNode => (
  <>
    <span className="proof-quiet">0.00</span>
    {strong}
    <span className="proof-quiet">00</span>
  </>
);
