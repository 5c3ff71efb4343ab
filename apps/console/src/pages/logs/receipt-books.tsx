import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { Money } from '../../ui/money/money.js';
import { PanelSection } from '../../ui/overlay/panel.js';
import { postingsOf, type Posting, type Receipt } from './receipt.js';

const ACCOUNTS: readonly string[] = ['2000', '2010', '2015', '2020', '2190', '2191', '2195', '4000', '1990'];
const DECIMALS = 9;

/** What was held, charged and released, and the entry: debits beside credits. */
export function Books({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const t = useTexts();
  const { currency, entry, hold, charge, released } = receipt;
  const postings = postingsOf(entry, currency);
  const debits = postings.flatMap(({ debit }) => debit ?? []);
  // Of one debit the sum is itself, and the credits are equal to it.
  const sum = debits.length === 1 ? debits[0] : undefined;
  return (
    <PanelSection title={t('receipt.books')} note={currency}>
      <dl className="receipt-holds">
        {(
          [
            ['held', hold],
            ['charged', charge],
            ['released', released],
          ] as const
        ).map(([name, amount]) => (
          <div key={name}>
            <dt>{t(`receipt.${name}`)}</dt>
            <dd>
              <Money amount={amount} currency={currency} decimals={DECIMALS} />
            </dd>
          </div>
        ))}
      </dl>
      <table className="receipt-table" aria-label={t('receipt.entry')}>
        <thead>
          <tr>
            <th scope="col">{t('receipt.account')}</th>
            <th scope="col">{t('receipt.debit')}</th>
            <th scope="col">{t('receipt.credit')}</th>
          </tr>
        </thead>
        <tbody>
          {postings.map((posting, index) => (
            <Line key={index} posting={posting} currency={currency} />
          ))}
        </tbody>
        {sum === undefined ? null : (
          <tfoot>
            <tr>
              <th scope="row">{t('receipt.agree')}</th>
              <td>
                <Money amount={sum} currency={currency} decimals={DECIMALS} total />
              </td>
              <td>
                <Money amount={sum} currency={currency} decimals={DECIMALS} total />
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </PanelSection>
  );
}

function Line({ posting: { code, debit, credit }, currency }: { readonly posting: Posting; readonly currency: string }): ReactNode {
  const t = useTexts();
  const amount = (of: string | null): ReactNode => (of === null ? null : <Money amount={of} currency={currency} decimals={DECIMALS} />);
  return (
    <tr>
      <th scope="row">
        <code>{code}</code> {ACCOUNTS.includes(code) ? t(`receipt.account.${code}`) : ''}
      </th>
      <td>{amount(debit)}</td>
      <td>{amount(credit)}</td>
    </tr>
  );
}
