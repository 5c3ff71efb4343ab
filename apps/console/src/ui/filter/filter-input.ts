import type { KeyboardEvent, RefObject } from 'react';
import { useRef, useState } from 'react';
import { back, choose, suggestions } from './filters.js';
import type { Draft, Filter, FilterField, Operator, Suggestion } from './filters.js';

export interface FilterInput {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly draft: Draft;
  readonly found: readonly Suggestion[];
  /** Of what was found, the one that Enter takes. */
  readonly at: number;
  readonly type: (typed: string) => void;
  readonly pick: (suggestion: Suggestion) => void;
  readonly open: (isOpen: boolean) => void;
  readonly point: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
}

interface Given {
  readonly fields: readonly FilterField[];
  readonly value: readonly Filter[];
  readonly onChange: (filters: readonly Filter[]) => void;
  readonly nameOf: (operator: Operator) => string;
}

/** What is being typed, and what its keys do. */
export function useFilterInput({ fields, value, onChange, nameOf }: Given): FilterInput {
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<Draft>({ typed: '' });
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const found = isOpen ? suggestions(draft, fields, nameOf) : [];
  const at = Math.min(active, found.length - 1);

  const go = (next: Draft) => {
    setDraft(next);
    setActive(0);
    setOpen(true);
  };
  const pick = (suggestion: Suggestion) => {
    const { draft: next, made } = choose(draft, suggestion);
    go(next);
    if (made) {
      onChange([...value, made]);
      setOpen(false);
    }
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const act = keyOf(event.key, draft.typed === '', found.length > 0);
    if (!act) return;
    event.preventDefault();
    if (act === 'down') setActive(isOpen ? (at + 1) % Math.max(1, found.length) : 0);
    if (act === 'up') setActive((at - 1 + found.length) % Math.max(1, found.length));
    if (act === 'down' || act === 'up') setOpen(true);
    if (act === 'pick' && found[at]) pick(found[at]);
    if (act === 'close') setOpen(false);
    if (act === 'back') {
      const next = back(draft, value, fields);
      go(next.draft);
      if (next.filters !== value) onChange(next.filters);
    }
  };
  return { input, draft, found, at, type: (typed) => go({ ...draft, typed }), pick, open: setOpen, point: setActive, onKeyDown };
}

function keyOf(key: string, isEmpty: boolean, hasList: boolean): 'down' | 'up' | 'pick' | 'close' | 'back' | undefined {
  if (key === 'ArrowDown') return 'down';
  if (key === 'ArrowUp' && hasList) return 'up';
  if (key === 'Enter' && hasList) return 'pick';
  if (key === 'Escape' && hasList) return 'close';
  if (key === 'Backspace' && isEmpty) return 'back';
  return undefined;
}
