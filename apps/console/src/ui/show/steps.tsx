import './steps.css';
import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { CircleCheckIcon, CircleDotIcon, CircleIcon } from '../icons/icons.js';

export interface Step {
  readonly id: string;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly state: 'done' | 'current' | 'open';
}

/** The list of what is to be done once; the chosen one is shown beside it. */
export function ProgressSteps(props: {
  readonly steps: readonly Step[];
  readonly chosen?: string;
  readonly onChoose?: (id: string) => void;
  readonly label: string;
}): ReactElement {
  const { steps, chosen, onChoose, label } = props;
  return (
    <ol className="ui-steps" aria-label={label}>
      {steps.map((step, at) => (
        <li key={step.id}>
          <button
            type="button"
            className={`ui-step ui-step-${step.state} ${step.id === chosen ? 'ui-step-chosen' : ''}`}
            aria-current={step.id === chosen ? 'step' : undefined}
            onClick={() => onChoose?.(step.id)}
          >
            <StepSign state={step.state} />
            <span className="ui-step-texts">
              <span className="ui-step-title">
                {at + 1}. {step.title}
              </span>
              {step.detail ? <span className="ui-step-detail">{step.detail}</span> : null}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function StepSign({ state }: { readonly state: Step['state'] }): ReactElement {
  const t = useTexts();
  const Icon = { done: CircleCheckIcon, current: CircleDotIcon, open: CircleIcon }[state];
  return (
    <span className="ui-step-sign">
      <Icon size={16} aria-hidden="true" />
      <span className="visually-hidden">{t(`ui.step_${state}`)}</span>
    </span>
  );
}
