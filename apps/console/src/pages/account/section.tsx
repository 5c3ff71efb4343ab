import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import type { Attempt } from '../../parts/attempt.js';
import { FormRefusal } from '../../parts/form.js';
import { Card } from '../../ui/show/card.js';

interface SectionProps {
  /** Key of its title. */
  readonly title: string;
  /** Of acts that are in no form: a form says itself what did not happen. */
  readonly attempt?: Attempt;
  readonly children: ReactNode;
}

/** One way of signing in. */
export function Section({ title, attempt, children }: SectionProps): ReactNode {
  const t = useTexts();
  return (
    <Card title={t(title)}>
      <div className="account-section">
        {children}
        {attempt ? <FormRefusal text={attempt.refusal} /> : null}
      </div>
    </Card>
  );
}
