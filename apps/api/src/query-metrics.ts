import { histogram, type Registry } from '@emotide/service-kit';
import { getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

/**
 * Time and outcome of every executed operation: `emotide_api_operation_seconds{field, outcome}`, whose `_count` counts
 * them. `field` is the operation's first root field: validated, so its values are the contract's.
 */
export function createQueryMetrics(registry: Registry): Plugin {
  const seconds = histogram(
    registry,
    'emotide_api_operation_seconds',
    'Time to execute a GraphQL operation, by its first root field',
    [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    ['field', 'outcome'],
  );
  return {
    onExecute({ args }) {
      const stop = seconds.startTimer();
      const [selection] = getOperationAST(args.document, args.operationName)?.selectionSet.selections ?? [];
      const field = selection?.kind === 'Field' ? selection.name.value : 'fragment';
      return {
        onExecuteDone({ result }) {
          const failed = !isAsyncIterable(result) && Boolean(result.errors?.length);
          stop({ field, outcome: failed ? 'error' : 'ok' });
        },
      };
    },
  };
}
