import { costLimitPlugin } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import type { Plugin } from 'graphql-yoga';
import { toApiError } from './api-error';

/**
 * What one document may ask. The deepest answer of the contract is 7 fields deep. The cost is an estimate of the
 * answer's size (a literal `first` multiplies); what the warehouse is asked is bounded where it is asked, by
 * {@link createReadBudget}.
 */
const LIMITS = { depth: 9, aliases: 10, tokens: 1_000, cost: 50_000 } as const;

/**
 * Refuses documents that ask too much before anything is executed, with the code TOO_COMPLEX. The answers are cached
 * with the document's validation, so a document asked often is not measured again.
 */
export function createQueryLimits(): Plugin[] {
  const refuse = (what: string) => ({
    propagateOnRejection: false,
    onReject: [
      () => {
        throw toApiError('TOO_COMPLEX', `the document asks too much: ${what}`);
      },
    ],
  });
  return [
    maxTokensPlugin({ n: LIMITS.tokens, ...refuse(`more than ${LIMITS.tokens} tokens`) }),
    maxDepthPlugin({ n: LIMITS.depth, ...refuse(`more than ${LIMITS.depth} levels`) }),
    maxAliasesPlugin({ n: LIMITS.aliases, ...refuse(`more than ${LIMITS.aliases} aliases`) }),
    costLimitPlugin({ maxCost: LIMITS.cost, ...refuse('its estimated cost is too high') }),
  ];
}
