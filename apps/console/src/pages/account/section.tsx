import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import type { Attempt } from '../../parts/attempt.js';
import { FormRefusal } from '../../parts/form.js';
import { Card } from '../../ui/show/card.js';

interface SectionProps {
  /** Key of its title. */
  readonly title: string;
  readonly end?: ReactNode;
  readonly attempt: Attempt;
  readonly children: ReactNode;
}

/** One way of signing in: what it is, its acts, and why one of them did not happen. */
export function Section({ title, end, attempt, children }: SectionProps): ReactNode {
  const t = useTexts();
  return (
    <Card title={t(title)} end={end}>
      <div className="account-section">
        {children}
        <FormRefusal text={attempt.refusal} />
      </div>
    </Card>
  );
}
