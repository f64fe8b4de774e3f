/** Which list says who is to be nobody, and as it was when. */
export interface OptOutsAsOf {
  /** Whose table `opt_outs` it is: the warehouse's own, also for runs that are made beside it. A plain identifier. */
  readonly database: string;
  /** Who opted out later is still somebody, epoch ms; absent: nobody is. What is to be forgotten is in either case. */
  readonly asOfMs?: number;
}

/** As texts of SQL: the column with the chatter, and when the message was sent; absent where that can't be said. */
export interface NobodyColumns {
  readonly chatter: string;
  readonly sentAt?: string;
}

/** True for rows of chatters who are to be nobody, whichever of their numbers the row has. */
export function nobodyCondition(columns: NobodyColumns, { database, asOfMs }: OptOutsAsOf): string {
  if (asOfMs !== undefined && !Number.isSafeInteger(asOfMs))
    throw new RangeError('asOfMs: not whole milliseconds');
  const asOf = asOfMs === undefined ? '' : `AND max(out_since) <= fromUnixTimestamp64Milli(${asOfMs}, 'UTC')`;
  return `(${columns.chatter} IN (
    SELECT chatter FROM ${database}.opt_outs GROUP BY form, chatter
    HAVING max(out_since) > max(back_since) ${asOf}
  ) OR ${forgottenCondition(columns, database)})`;
}

/**
 * True for rows that are to be forgotten. A look into a map a row: `transform` makes one of the two lists, which are read
 * once.
 */
export function forgottenCondition({ chatter, sentAt }: NobodyColumns, database: string): string {
  const forgotten = `(
    SELECT chatter, max(forgotten_before) AS before FROM ${database}.opt_outs GROUP BY chatter
    HAVING before > toDateTime64(0, 3, 'UTC')
  )`;
  return sentAt === undefined
    ? `${chatter} IN (SELECT chatter FROM ${forgotten})`
    : `${sentAt} < transform(${chatter}, (SELECT groupArray(chatter) FROM ${forgotten}),
        (SELECT groupArray(before) FROM ${forgotten}), toDateTime64(0, 3, 'UTC'))`;
}
