import './logo.css';
import type { ReactElement } from 'react';

/** The name over the double rule. `mark`: the sign alone, for a rail of 56. */
export function Logo({ mark = false, size = 20 }: { readonly mark?: boolean; readonly size?: number }): ReactElement {
  if (mark) {
    return (
      <svg className="ui-logo" role="img" aria-label="Tokenok" width={size} height={size} viewBox="0 0 20 20">
        <path className="ui-logo-ink" d="M3 2.5h14v2.6h-5.6V12H8.6V5.1H3zM3 14.2h14v1.4H3zM3 17h14v1.4H3z" />
      </svg>
    );
  }
  return (
    <svg className="ui-logo" role="img" aria-label="Tokenok" width={size * 4.2} height={size * 1.4} viewBox="0 0 84 28">
      <text className="ui-logo-name" x="0" y="18" textLength="76" lengthAdjust="spacingAndGlyphs">
        Tokenok
      </text>
      <path className="ui-logo-ink" d="M0 23h76v1.4H0zM0 26h76v1.4H0z" />
    </svg>
  );
}
