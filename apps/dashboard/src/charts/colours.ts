import { useEffect, useState } from 'preact/hooks';

const NAMES = ['paper', 'ink', 'ink-3', 'line', 'free', 'paid', 'other', 'earlier'] as const;

/** The page's colours (six hexadecimal digits) and type as a canvas needs them: values, not names. */
export type Colours = Readonly<Record<(typeof NAMES)[number], string>> & {
  readonly family: string;
  /** CSS pixels. */
  readonly textSize: number;
};

/** Reads them anew when the scheme or the size of the type changes. */
export function useColours(): Colours {
  const [colours, setColours] = useState(readColours);
  useEffect(() => {
    const read = (): void =>
      setColours((before) => {
        const now = readColours();
        return JSON.stringify(now) === JSON.stringify(before) ? before : now;
      });
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', read);
    addEventListener('resize', read);
    const attributes = new MutationObserver(read);
    attributes.observe(document.documentElement, { attributeFilter: ['data-scheme'] });
    void document.fonts.ready.then(read);
    return () => {
      scheme.removeEventListener('change', read);
      removeEventListener('resize', read);
      attributes.disconnect();
    };
  }, []);
  return colours;
}

function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const entries = NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  return {
    ...(Object.fromEntries(entries) as Record<(typeof NAMES)[number], string>),
    family: getComputedStyle(document.body).fontFamily,
    textSize: Math.round(Number.parseFloat(style.fontSize) * 0.78 * 10) / 10,
  };
}
