import { useId, useState } from 'preact/hooks';
import { ask } from '../../graphql/ask';
import { SetThemeDocument } from '../../graphql/generated';
import { toThemeHref } from '../../place';
import { useServices } from '../../services';
import { goTo } from '../../use-place';
import { Panel } from '../../ui/panel';
import { toSlug, toThemeInput, type ThemeDraft } from './theme-draft';

const EMPTY: ThemeDraft = { name: '', emotes: '', from: '', to: '' };

/** Makes a theme, or another of the same name anew; for who has an admin key. */
export function NewTheme({ slugs }: { readonly slugs: readonly string[] }) {
  const { key } = useServices();
  const [draft, setDraft] = useState(EMPTY);
  const [failure, setFailure] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const ids = { name: useId(), emotes: useId(), from: useId(), to: useId() };
  const isKnown = slugs.includes(toSlug(draft.name));
  const save = async (): Promise<void> => {
    setSaving(true);
    setFailure(undefined);
    try {
      const { setTheme } = await ask(SetThemeDocument, { theme: toThemeInput(draft) }, { key });
      if (setTheme.theme) goTo(toThemeHref(setTheme.theme.slug));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setSaving(false);
    }
  };
  const onInput =
    (field: keyof ThemeDraft) =>
    (event: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }): void =>
      setDraft({ ...draft, [field]: event.currentTarget.value });
  return (
    <Panel title="New theme" note="it applies to the past at once">
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
          <input id={ids.name} value={draft.name} maxLength={80} required onInput={onInput('name')} />
        </div>
        <div class="field">
          <label class="field-label" for={ids.from}>
            From, UTC
          </label>
          <input id={ids.from} type="date" value={draft.from} onInput={onInput('from')} />
        </div>
        <div class="field">
          <label class="field-label" for={ids.to}>
            To, that day included
          </label>
          <input id={ids.to} type="date" value={draft.to} onInput={onInput('to')} />
        </div>
        <div class="field wide">
          <label class="field-label" for={ids.emotes}>
            Emotes by name, one a line; * stands for any characters
          </label>
          <textarea
            id={ids.emotes}
            rows={5}
            value={draft.emotes}
            spellcheck={false}
            onInput={onInput('emotes')}
          />
        </div>
        <div class="wide">
          {isKnown && <p class="stale-note">There is a theme of this name: it will be replaced whole.</p>}
          {failure && (
            <p class="form-failure" role="alert">
              {failure}
            </p>
          )}
          <button type="submit" class="button" disabled={isSaving}>
            {isKnown ? 'Replace the theme' : 'Make the theme'}
          </button>
        </div>
      </form>
    </Panel>
  );
}
