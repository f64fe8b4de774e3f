import type { TimeFormat } from '../format/times';
import { LENGTHS, type Length, type RangeChoice } from '../range';
import { Choice } from './panel';

const WORDS: Readonly<Record<Length, string>> = {
  '1h': '1 h',
  '24h': '24 h',
  '7d': '7 days',
  '30d': '30 days',
};

/** Chooses the time that is shown, and whether the time before it is shown as well. */
export function RangeControls({
  range,
  compare,
  format,
  onChange,
}: {
  readonly range: RangeChoice;
  readonly compare: boolean;
  readonly format: TimeFormat;
  readonly onChange: (next: { range: RangeChoice; compare: boolean }) => void;
}) {
  return (
    <div class="range-controls">
      {range.type === 'fixed' && (
        <p class="fixed-range">
          {format.dayMinute(range.fromMs)} – {format.dayMinute(range.toMs)}
        </p>
      )}
      <Choice
        label="Time shown"
        options={LENGTHS.map((value) => ({ value, label: WORDS[value] }))}
        value={range.type === 'last' ? range.length : undefined}
        onChange={(length) => onChange({ range: { type: 'last', length }, compare })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={compare}
          onChange={(event) => onChange({ range, compare: event.currentTarget.checked })}
        />
        Compare with the time before
      </label>
    </div>
  );
}
