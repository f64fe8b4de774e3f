import type { ComponentChildren } from 'preact';

function Icon({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const SearchIcon = () => (
  <Icon>
    <circle cx="9" cy="9" r="5.25" />
    <path d="M13 13l4 4" />
  </Icon>
);
export const PauseIcon = () => (
  <Icon>
    <path d="M7 4.5v11M13 4.5v11" />
  </Icon>
);
export const PlayIcon = () => (
  <Icon>
    <path d="M6.5 4.5l9 5.5-9 5.5z" />
  </Icon>
);
export const SettingsIcon = () => (
  <Icon>
    <path d="M3 6h8M15 6h2M3 14h2M9 14h8" />
    <circle cx="13" cy="6" r="2" />
    <circle cx="7" cy="14" r="2" />
  </Icon>
);
export const TableIcon = () => (
  <Icon>
    <path d="M3.5 5h13M3.5 10h13M3.5 15h13" />
  </Icon>
);
export const ChartIcon = () => (
  <Icon>
    <path d="M3 14c2.4 0 2.6-7 5-7s2.6 5 5 5 2.4-5 4-5" />
  </Icon>
);
export const SaveIcon = () => (
  <Icon>
    <path d="M10 3.5v9M6.5 9L10 12.5 13.5 9M4 16.5h12" />
  </Icon>
);
export const LinkIcon = () => (
  <Icon>
    <path d="M8.5 11.5a3 3 0 0 0 4.2 0l2.6-2.6a3 3 0 0 0-4.2-4.2l-.9.9M11.5 8.5a3 3 0 0 0-4.2 0l-2.6 2.6a3 3 0 0 0 4.2 4.2l.9-.9" />
  </Icon>
);

/** Two waves: the tide comes and goes. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false">
    <path class="mark-free" d="M2 12c3.6 0 4-5 8-5s4.4 5 8 5 4-3 8-3" />
    <path class="mark-paid" d="M2 20c3.6 0 4-5 8-5s4.4 5 8 5 4-3 8-3" />
  </svg>
);
