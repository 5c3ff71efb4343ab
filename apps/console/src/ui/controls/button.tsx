import './button.css';
import type { ReactElement, ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';

export interface ButtonProps {
  /** One `primary` a page. `destructive`: text in `bad`; `filled` only inside its dialog. */
  readonly kind?: 'primary' | 'default' | 'quiet' | 'destructive' | 'filled';
  /** 28 in tables, 32, 40 at sign-in; 44 on a phone whatever it says. */
  readonly size?: 'small' | 'normal' | 'large';
  readonly icon?: ReactNode;
  /** Under way: same width, the label stays, and a press does nothing. */
  readonly busy?: boolean;
  /** Why it may not be pressed. It stays in the order of focus and says it; nothing is silently grey. */
  readonly refused?: string | undefined;
  /** Needed where there is an icon only. */
  readonly label?: string;
  readonly type?: 'button' | 'submit';
  readonly form?: string;
  readonly autoFocus?: boolean;
  readonly onPress?: AriaButtonProps['onPress'];
  readonly slot?: string | null;
  readonly pressed?: boolean;
  readonly wide?: boolean;
  readonly children?: ReactNode;
}

export function Button(props: ButtonProps): ReactElement {
  const { kind = 'default', size = 'normal', busy = false, refused, icon, label, children, pressed, wide } = props;
  const isOff = refused !== undefined;
  const names = ['ui-button', `ui-button-${kind}`, `ui-button-${size}`];
  if (isOff) names.push('ui-button-refused');
  if (!children) names.push('ui-button-icon');
  if (pressed) names.push('ui-button-on');
  if (wide) names.push('ui-button-wide');
  const button = (
    <AriaButton
      className={names.join(' ')}
      type={isOff || busy ? 'button' : (props.type ?? 'button')}
      {...(props.form && { form: props.form })}
      {...(props.autoFocus && { autoFocus: true })}
      {...(props.slot !== undefined && { slot: props.slot })}
      {...(label && { 'aria-label': label })}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
      // Not React Aria's `isPending`: it announces by the id of a button that may be gone when that is read.
      {...((isOff || busy) && { 'aria-disabled': true })}
      onPress={(event) => (isOff || busy ? undefined : props.onPress?.(event))}
    >
      {busy ? <Spinner /> : icon}
      {children ? <span className="ui-button-label">{children}</span> : null}
    </AriaButton>
  );
  const says = refused ?? (children ? undefined : label);
  return says === undefined ? button : <Hint text={says}>{button}</Hint>;
}

/** Words beside what is hovered or focused. */
export function Hint({ text, children }: { readonly text: string; readonly children: ReactNode }): ReactElement {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      {children}
      <Tooltip className="ui-hint" offset={6}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** The open ring: the only thing that loops. */
export function Spinner(): ReactElement {
  return (
    <svg className="ui-spinner" width="14" height="14" viewBox="0 0 12 12" aria-hidden="true">
      <path d="M6 1.25a4.75 4.75 0 1 1 -4.75 4.75" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
