import { useState } from 'preact/hooks';
import { ask } from '../../graphql/ask';
import { ThemeToChangeDocument } from '../../graphql/generated';
import { useServices } from '../../services';
import { toDraft, type ThemeDraft } from './theme-draft';

/** Begins to change a theme, once it is known what it is made of now. */
export function ChangeButton({
  slug,
  onReady,
}: {
  readonly slug: string;
  readonly onReady: (draft: ThemeDraft) => void;
}) {
  const { key } = useServices();
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string>();
  const begin = async (): Promise<void> => {
    setAsking(true);
    try {
      const { theme } = await ask(ThemeToChangeDocument, { slug }, { key });
      if (theme === null) throw new Error('Somebody has just removed it.');
      onReady(toDraft(theme));
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
