import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** A button that opens a small sheet; it closes by Escape, by a press elsewhere, and when the focus leaves. */
export function Menu({
  label,
  icon,
  isDialog = false,
  children,
}: {
  readonly label: string;
  readonly icon: ComponentChildren;
  /** Whether it holds fields rather than a list of things to do. */
  readonly isDialog?: boolean;
  readonly children: (close: () => void) => ComponentChildren;
}) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => setOpen(false);

  useEffect(() => {
    if (!isOpen) return;
    root.current?.querySelector<HTMLElement>('.menu-sheet button, .menu-sheet select')?.focus();
    const onPress = (event: Event): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) close();
    };
    addEventListener('pointerdown', onPress);
    addEventListener('focusin', onPress);
    return () => {
      removeEventListener('pointerdown', onPress);
      removeEventListener('focusin', onPress);
    };
  }, [isOpen]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
      button.current?.focus();
    } else if (!isDialog && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const items = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
      const at = items.indexOf(document.activeElement as HTMLElement);
      items[(at + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length]?.focus();
    }
  };

  return (
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="tool"
        ref={button}
        title={label}
        aria-haspopup={isDialog ? 'dialog' : 'menu'}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {icon}
        <span class="unseen">{label}</span>
      </button>
      {isOpen && (
        <div class="menu-sheet" role={isDialog ? 'dialog' : 'menu'} aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
