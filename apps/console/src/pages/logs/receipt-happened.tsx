import type { ReactNode } from 'react';
import { useTexts, type Translate } from '../../i18n/i18n.js';
import { Waterfall, type WaterfallStep } from '../../ui/charts/waterfall.js';
import { PanelSection } from '../../ui/overlay/panel.js';
import type { Attempt, Receipt } from './receipt.js';
import { took } from './shown.js';

/** Each attempt on the clock of the request, and the targets that were not asked, with why. */
export function Happened({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const t = useTexts();
  const { attempts, skipped_targets: skipped, latency_ms: wholeMs } = receipt;
  const firstMs = attempts[0]?.started_ms ?? 0;
  const before: readonly WaterfallStep[] =
    attempts.length === 0 ? [] : [{ label: t('receipt.before'), startMs: 0, endMs: firstMs, kind: 'mark', time: took(firstMs, t) }];
  const steps = [...before, ...attempts.flatMap((attempt, index) => stepsOf(attempt, index + 1, t))];
  return (
    <PanelSection title={t('receipt.happened')} note={t('receipt.in_all', { took: took(wholeMs, t) })}>
      {attempts.length === 0 ? <p className="receipt-quiet">{t('receipt.nobody_asked')}</p> : null}
      {steps.length === 0 ? null : <Waterfall label={t('receipt.happened')} steps={steps} />}
      {skipped.map(({ provider, model, reason }) => (
        <p key={`${provider} ${model}`} className="receipt-quiet receipt-skipped">
          {t(`receipt.skipped.${reason}`, { provider })}
        </p>
      ))}
    </PanelSection>
  );
}

function stepsOf(attempt: Attempt, number: number, t: Translate): readonly WaterfallStep[] {
  const { provider, outcome, status, error_code: code, started_ms: startMs, first_token_ms: firstMs, ended_ms: endMs } = attempt;
  const name = `${number} ${provider}`;
  if (outcome === 'failed') {
    const told = [status, code].filter((each) => each !== null).join(' ');
    return [{ label: name, startMs, endMs, kind: 'failed', time: [told, took(endMs - startMs, t)].filter(Boolean).join(' · ') }];
  }
  if (firstMs === null) return [{ label: name, startMs, endMs, kind: 'waiting', time: took(endMs - startMs, t) }];
  return [
    { label: t('receipt.first_byte', { name }), startMs, endMs: firstMs, kind: 'waiting', time: took(firstMs - startMs, t) },
    { label: t('receipt.streaming'), startMs: firstMs, endMs, kind: 'streaming', time: took(endMs - firstMs, t), isPart: true },
  ];
}

export function LeftOut({ receipt: { left_out: left } }: { readonly receipt: Receipt }): ReactNode {
  const t = useTexts();
  return (
    <PanelSection title={t('receipt.left_out')}>
      {left === null ? <p className="receipt-quiet">{t('receipt.left_out_untold')}</p> : null}
      {left?.length === 0 ? <p className="receipt-quiet">{t('receipt.left_out_nothing')}</p> : null}
      {left?.length ? (
        <ul className="receipt-chips">
          {left.map((name) => (
            <li key={name}>
              <code>{name}</code>
            </li>
          ))}
        </ul>
      ) : null}
    </PanelSection>
  );
}
