import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { toSeenRows, type RowSpan } from './seen-rows';

/** Which of a table's rows the window shows, as it is scrolled; all rows are as high as the first one. */
export function useSeenRows(count: number): {
  readonly body: RefObject<HTMLTableSectionElement | null>;
  readonly span: RowSpan;
  /** Height of a row, CSS pixels. */
  readonly rowPx: number;
} {
  const body = useRef<HTMLTableSectionElement>(null);
  const [rowPx, setRowPx] = useState(0);
  const [span, setSpan] = useState<RowSpan>(() => toSeenRows(count, 1, 0, 0));

  useLayoutEffect(() => {
    const look = (): void => {
      const element = body.current;
      if (!element) return;
      const height = element.querySelector<HTMLElement>('tr:not([aria-hidden])')?.offsetHeight ?? 0;
      setRowPx(height);
      const next = toSeenRows(count, height, element.getBoundingClientRect().top, innerHeight);
      setSpan((before) => (before.first === next.first && before.end === next.end ? before : next));
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [count]);

  return { body, span: { first: Math.min(span.first, count), end: Math.min(span.end, count) }, rowPx };
}
