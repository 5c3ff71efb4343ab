import type { ReactNode } from 'react';

/** Our mark: the double rule under a T. */
export const Mark = ({ size }: { readonly size: number }): ReactNode => (
  <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <path d="M4 3h24v5H18.500v12h-5V8H4z" fill="var(--text-1)" />
    <rect x="4" y="22.500" width="24" height="2.500" fill="var(--accent)" />
    <rect x="4" y="27" width="24" height="2.500" fill="var(--accent)" />
  </svg>
);
