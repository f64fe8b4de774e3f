import { logDayOfToken } from './run';

/**
 * Going on would lose or double something, and nothing that a sink can do by itself would change that: the log lost
 * records that were promised, or answers differently than before, or the warehouse lost runs. A person has to look, and
 * to start what the message names.
 */
export class NeedsRepair extends Error {
  override name = 'NeedsRepair';

  /** @param lastToken of the last run that the warehouse has; without one, all that the log holds is to be replayed */
  constructor(why: string, lastToken: string | undefined) {
    const day = lastToken === undefined ? undefined : logDayOfToken(lastToken);
    super(`${why}; run "emotide replay-log${day === undefined ? '' : ` --from ${day}`}"`);
  }
}
