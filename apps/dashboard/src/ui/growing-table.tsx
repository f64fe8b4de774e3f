import type { ComponentChildren } from 'preact';
import type { QueryState } from '../graphql/use-query';
import { Await, Empty, Failure } from './states';

/** A list that is read page by page, as a table with a button for more; or why there is nothing. */
export function GrowingTable({
  label,
  head,
  rows,
  state,
  more,
  isLoading,
  empty,
}: {
  readonly label: string;
  /** Cells of the head's row, and rows: none while nothing is known. */
  readonly head: ComponentChildren;
  readonly rows: readonly ComponentChildren[];
  readonly state: QueryState<unknown>;
  readonly more: (() => void) | undefined;
  readonly isLoading: boolean;
  readonly empty: { readonly title: string; readonly text: string };
}) {
  return (
    <>
      {rows.length > 0 ? (
        <div class="table-frame open" tabIndex={0} role="region" aria-label={label}>
          <table>
            <thead>
              <tr>{head}</tr>
            </thead>
            <tbody>{rows}</tbody>
          </table>
        </div>
      ) : (
        <Await state={state}>{() => <Empty title={empty.title}>{empty.text}</Empty>}</Await>
      )}
      {rows.length > 0 && state.error && <Failure error={state.error} />}
      {more && !isLoading && (
        <button type="button" class="button quiet more" onClick={more}>
          Show more
        </button>
      )}
    </>
  );
}
