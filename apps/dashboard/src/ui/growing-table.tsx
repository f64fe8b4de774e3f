import type { ComponentChildren } from 'preact';
import type { QueryState } from '../graphql/use-query';
import { Await, Empty, Failure } from './states';
import { useSeenRows } from './use-seen-rows';

interface GrowingTableProps<Item> {
  readonly label: string;
  /** Cells of the head's row. */
  readonly head: ComponentChildren;
  /** None while nothing is known. */
  readonly items: readonly Item[];
  readonly toKey: (item: Item) => string;
  /** Cells of an item's row. */
  readonly toCells: (item: Item) => ComponentChildren;
  readonly state: QueryState<unknown>;
  readonly more: (() => void) | undefined;
  readonly isLoading: boolean;
  readonly empty: { readonly title: string; readonly text: string };
}

/** A list that is read page by page, as a table with a button for more; or why there is nothing. */
export function GrowingTable<Item>(props: GrowingTableProps<Item>) {
  const { items, state, more, isLoading, empty } = props;
  return (
    <>
      {items.length > 0 ? (
        <Rows {...props} />
      ) : (
        <Await state={state}>{() => <Empty title={empty.title}>{empty.text}</Empty>}</Await>
      )}
      {items.length > 0 && state.error && <Failure error={state.error} />}
      {more && !isLoading && (
        <button type="button" class="button quiet more" onClick={more}>
          Show more
        </button>
      )}
    </>
  );
}

/** Of thousands of rows only those are there that are near the window; the others are room of their height. */
function Rows<Item>({ label, head, items, toKey, toCells }: GrowingTableProps<Item>) {
  const { body, span, rowPx } = useSeenRows(items.length);
  const { first, end } = span;
  return (
    <div class="table-frame open" tabIndex={0} role="region" aria-label={label}>
      <table aria-rowcount={items.length + 1}>
        <thead>
          <tr aria-rowindex={1}>{head}</tr>
        </thead>
        <tbody ref={body}>
          {first > 0 && <Room px={first * rowPx} key="above" />}
          {items.slice(first, end).map((item, at) => (
            <tr key={toKey(item)} aria-rowindex={first + at + 2}>
              {toCells(item)}
            </tr>
          ))}
          {end < items.length && <Room px={(items.length - end) * rowPx} key="below" />}
        </tbody>
      </table>
    </div>
  );
}

function Room({ px }: { readonly px: number }) {
  return (
    <tr aria-hidden="true" class="room">
      <td style={{ height: `${px}px` }} />
    </tr>
  );
}
