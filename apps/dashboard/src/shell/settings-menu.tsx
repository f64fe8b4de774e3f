import { useId, useMemo, useState } from 'preact/hooks';
import { SCHEMES } from '../preferences';
import { useServices } from '../services';
import { SettingsIcon } from '../ui/icons';
import { Menu } from '../ui/menu';
import { Choice } from '../ui/panel';

const SCHEME_WORDS = { auto: 'As the system', light: 'Light', dark: 'Dark' } as const;

export function SettingsMenu() {
  return (
    <Menu label="Settings" icon={<SettingsIcon />} isDialog>
      {() => <Settings />}
    </Menu>
  );
}

function Settings() {
  const { preferences, setPreferences, key, setKey } = useServices();
  const [value, setValue] = useState(key.value ?? '');
  const ids = { zone: useId(), key: useId() };
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = useMemo(
    () => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')],
    [],
  );
  return (
    <div class="settings">
      <div class="field">
        <span class="field-label">Appearance</span>
        <Choice
          label="Appearance"
          options={SCHEMES.map((scheme) => ({ value: scheme, label: SCHEME_WORDS[scheme] }))}
          value={preferences.scheme}
          onChange={(scheme) => setPreferences({ scheme })}
        />
      </div>
      <div class="field">
        <label class="field-label" for={ids.zone}>
          Time zone
        </label>
        <select
          id={ids.zone}
          value={preferences.timeZone ?? ''}
          onChange={(event) => setPreferences({ timeZone: event.currentTarget.value || undefined })}
        >
          <option value="">This computer’s ({own})</option>
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </select>
      </div>
      <form
        class="field"
        onSubmit={(event) => {
          event.preventDefault();
          setKey(value);
        }}
      >
        <label class="field-label" for={ids.key}>
          API key
        </label>
        <div class="field-row">
          <input
            id={ids.key}
            type="password"
            autocomplete="off"
            spellcheck={false}
            value={value}
            onInput={(event) => setValue(event.currentTarget.value)}
          />
          <button type="submit" class="button">
            Use
          </button>
        </div>
        <p class="note">Only where the server asks for one. Forgotten when this tab is closed.</p>
      </form>
    </div>
  );
}
