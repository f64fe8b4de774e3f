import { useState } from 'preact/hooks';
import { ask } from '../../graphql/ask';
import { ThemeEmotesDocument } from '../../graphql/generated';
import { useServices } from '../../services';
import { toDraft, type ThemeDraft } from './theme-draft';
import type { ThemeData } from './theme-view';

/** As many emotes of a theme as the server tells at once. */
const MOST_EMOTES = 100;

/** Begins to change a theme, once it is known which emotes it has. */
export function ChangeButton({
  theme,
  onReady,
}: {
  readonly theme: ThemeData;
  readonly onReady: (draft: ThemeDraft) => void;
}) {
  const { key } = useServices();
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string>();
  const begin = async (): Promise<void> => {
    setAsking(true);
    try {
      const answer = await ask(ThemeEmotesDocument, { slug: theme.slug, first: MOST_EMOTES }, { key });
      onReady(toDraft(theme, answer.theme?.ranking.emotes.map(({ emote }) => emote) ?? []));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setAsking(false);
    }
  };
  return (
    <>
      {failure && (
        <p class="form-failure" role="alert">
          {failure}
        </p>
      )}
      <button type="button" class="button quiet" disabled={isAsking} onClick={() => void begin()}>
        Change it
      </button>
    </>
  );
}
