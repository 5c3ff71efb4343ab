import type { ReactNode } from 'react';
import { useTexts, type Translate } from '../../i18n/i18n.js';
import { Money } from '../../ui/money/money.js';
import { PanelSection } from '../../ui/overlay/panel.js';
import { factorsOf, type Factor, type Receipt } from './receipt.js';
import { count } from './shown.js';

const COMPONENTS: readonly string[] = ['input', 'cached_input', 'cache_write', 'output', 'reasoning'];
const PER_PERCENT = 10_000;

/** Tokens, and the formula with every factor, as the books rate it. */
export function Cost({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const t = useTexts();
  const { rating, currency, charge, usage } = receipt;
  if (rating === null)
    return (
      <PanelSection title={t('receipt.cost')}>
        <p className="receipt-quiet">{t('receipt.not_metered')}</p>
      </PanelSection>
    );
  return (
    <PanelSection title={t('receipt.cost')} note={t('receipt.per_million', { currency })}>
      <table className="receipt-table receipt-factors" aria-label={t('receipt.cost')}>
        <tbody>
          {factorsOf(rating).map((factor, index) => (
            <tr key={index}>
              <th scope="row">{nameOf(factor, t)}</th>
              <td>{t('receipt.tokens', { count: Number(factor.tokens) })}</td>
              <td className="receipt-sign">×</td>
              <td>
                <Money amount={factor.per_million} currency={currency} />
              </td>
            </tr>
          ))}
          {rating.markup_ppm === 0 ? null : (
            <tr>
              <th scope="row">{t('receipt.markup')}</th>
              <td />
              <td className="receipt-sign">×</td>
              <td>{t('receipt.plus', { percent: count(rating.markup_ppm / PER_PERCENT) })}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('receipt.charge')}</th>
            <td colSpan={3}>
              <Money amount={charge} currency={currency} decimals={9} total />
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="receipt-formula">
        <code>{rating.formula}</code>
      </p>
      <p className="receipt-quiet">
        {t('receipt.prices')} <code>{rating.price_version}</code> ·{' '}
        {t(usage.source === 'reported' ? 'receipt.reported' : 'receipt.estimated')}
        {usage.reasoning_tokens > 0 ? ` · ${t('receipt.reasoning', { n: count(usage.reasoning_tokens) })}` : ''}
      </p>
    </PanelSection>
  );
}

function nameOf({ component, above_input_tokens: above, service_tier: tier }: Factor, t: Translate): string {
  const name = COMPONENTS.includes(component) ? t(`receipt.component.${component}`) : component;
  const about = [...(above === undefined ? [] : [t('receipt.above', { n: count(above) })]), ...(tier === undefined ? [] : [tier])];
  return [name, ...about].join(' · ');
}
