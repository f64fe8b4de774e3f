/**
 * The one partition of the history log. Live ones lie below it, so that a partition's number alone says, in intents, runs,
 * quarantine and the warehouse's rows, which log something is of.
 */
export const HISTORY_PARTITION = 100;
