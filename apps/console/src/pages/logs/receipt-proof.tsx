import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { Button } from '../../ui/controls/button.js';
import { PanelSection } from '../../ui/overlay/panel.js';
import { Code } from '../../ui/show/code.js';
import { Id } from '../../ui/show/id.js';
import type { Receipt } from './receipt.js';

/** Where the two events stand and their hashes; all that the API says on demand. */
export function Proof({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  const { routed, ended } = receipt.events;
  return (
    <PanelSection title={t('receipt.proof')}>
      <dl className="receipt-proof">
        {(
          [
            ['receipt.routed', routed],
            ['receipt.ended', ended],
          ] as const
        ).map(([name, { stream, revision, hash }]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>
              <span className="receipt-quiet">{t('receipt.revision', { revision })}</span>
              <Id id={stream} most={26} />
              <Id id={hash} most={18} icon />
            </dd>
          </div>
        ))}
      </dl>
      <Button size="small" pressed={isOpen} onPress={() => setOpen(!isOpen)}>
        {t('receipt.json')}
      </Button>
      {isOpen ? <Code code={JSON.stringify(receipt, null, 2)} label={t('receipt.json')} /> : null}
    </PanelSection>
  );
}
