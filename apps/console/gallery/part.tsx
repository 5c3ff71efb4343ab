import type { ReactElement, ReactNode } from 'react';

/** One example and its name, which is also its id. */
export function Part({
  title,
  wide = false,
  children,
}: {
  readonly title: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className={`gallery-part ${wide ? 'gallery-part-wide' : ''}`} id={title.toLowerCase().replace(/\W+/g, '-')}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
