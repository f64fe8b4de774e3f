import { useId, useState } from 'preact/hooks';
import { ask } from '../../graphql/ask';
import { SetThemeDocument } from '../../graphql/generated';
import { useServices } from '../../services';
import { Panel } from '../../ui/panel';
import { toSlug, toThemeInput, type ThemeDraft, type WindowDraft } from './theme-draft';

const MOST_WINDOWS = 20;
/** As many characters as the server takes. */
const MOST_NAME = 100;

/** Makes a theme, or changes one that there is; for who has an admin key. */
export function ThemeForm({
  title,
  initial,
  slugs,
  onSaved,
  onCancel,
}: {
  readonly title: string;
  readonly initial: ThemeDraft;
  /** Of all themes: a new one of such a name takes that one's place. */
  readonly slugs: readonly string[];
  readonly onSaved: (slug: string) => void;
  readonly onCancel?: () => void;
}) {
  const { key } = useServices();
  const [draft, setDraft] = useState(initial);
  const [failure, setFailure] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const ids = { name: useId(), emotes: useId(), lines: useId(), channels: useId(), languages: useId() };
  const isChange = initial.slug !== undefined;
  const isReplaced = !isChange && slugs.includes(toSlug(draft.name));
  const save = async (): Promise<void> => {
    setSaving(true);
    setFailure(undefined);
    try {
      const { setTheme } = await ask(SetThemeDocument, { theme: toThemeInput(draft) }, { key });
      if (setTheme.theme) onSaved(setTheme.theme.slug);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setSaving(false);
    }
  };
  const onInput =
    (field: 'name' | 'emotes' | 'channels' | 'languages') =>
    (event: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }): void =>
      setDraft({ ...draft, [field]: event.currentTarget.value });
  return (
    <Panel title={title} note="it applies to the past at once">
      <form
        class="theme-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div class="field">
          <label class="field-label" for={ids.name}>
            Name
          </label>
          <input id={ids.name} value={draft.name} maxLength={MOST_NAME} required onInput={onInput('name')} />
        </div>
        <div class="field">
          <label class="field-label" for={ids.languages}>
            Only channels in these languages
          </label>
          <input
            id={ids.languages}
            value={draft.languages}
            placeholder="all"
            spellcheck={false}
            onInput={onInput('languages')}
          />
        </div>
        <Windows windows={draft.windows} onChange={(windows) => setDraft({ ...draft, windows })} />
        <div class="field wide">
          <label class="field-label" for={ids.emotes}>
            Emotes by name, one a line; * stands for any characters
          </label>
          <textarea
            id={ids.emotes}
            rows={8}
            value={draft.emotes}
            spellcheck={false}
            aria-describedby={ids.lines}
            onInput={onInput('emotes')}
          />
          <p class="note" id={ids.lines}>
            Of one provider: <code>name BTTV Snow</code>, <code>pattern TWITCH Snow*</code>; one emote alone:{' '}
            <code>id TWITCH 25 Kappa</code>.
          </p>
        </div>
        <div class="field wide">
          <label class="field-label" for={ids.channels}>
            Only these channels, by Twitch’s ids
          </label>
          <input
            id={ids.channels}
            value={draft.channels}
            placeholder="all"
            spellcheck={false}
            onInput={onInput('channels')}
          />
        </div>
        <div class="wide">
          {isReplaced && <p class="stale-note">There is a theme of this name: it will be replaced whole.</p>}
          {failure && (
            <p class="form-failure" role="alert">
              {failure}
            </p>
          )}
          <div class="field-row">
            <button type="submit" class="button" disabled={isSaving}>
              {isChange ? 'Change the theme' : isReplaced ? 'Replace the theme' : 'Make the theme'}
            </button>
            {onCancel && (
              <button type="button" class="button quiet" onClick={onCancel}>
                Leave it as it is
              </button>
            )}
          </div>
        </div>
      </form>
    </Panel>
  );
}

/** When a theme counts: spans of days, each open at an end that is empty. */
function Windows({
  windows,
  onChange,
}: {
  readonly windows: readonly WindowDraft[];
  readonly onChange: (windows: readonly WindowDraft[]) => void;
}) {
  const change = (at: number, days: Partial<WindowDraft>): void =>
    onChange(windows.map((window, index) => (index === at ? { ...window, ...days } : window)));
  return (
    <fieldset class="wide windows">
      <legend class="field-label">When it counts, days of UTC, the last one included</legend>
      {windows.length === 0 && <p class="note">Always.</p>}
      {windows.map((window, at) => (
        <div class="field-row" key={at}>
          <input
            type="date"
            aria-label={`From, ${at + 1}`}
            value={window.from}
            onInput={(event) => change(at, { from: event.currentTarget.value })}
          />
          <input
            type="date"
            aria-label={`To, ${at + 1}`}
            value={window.to}
            onInput={(event) => change(at, { to: event.currentTarget.value })}
          />
          <button
            type="button"
            class="button quiet"
            onClick={() => onChange(windows.filter((_, index) => index !== at))}
          >
            Remove
          </button>
        </div>
      ))}
      {windows.length < MOST_WINDOWS && (
        <button
          type="button"
          class="button quiet"
          onClick={() => onChange([...windows, { from: '', to: '' }])}
        >
          Add days
        </button>
      )}
    </fieldset>
  );
}
