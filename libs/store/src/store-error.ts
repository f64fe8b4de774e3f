import { ClickHouseError } from '@clickhouse/client';

/**
 * The warehouse could not be reached, did not answer in time, or had too much to do. Nothing is known about the
 * request's outcome: repeat it with the same token until it succeeds.
 */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
}

/**
 * The warehouse answered that the request is wrong. Repeating it changes nothing.
 *
 * `message` has ClickHouse's error number and never its text, which quotes the data that it could not read; where a
 * request carried no rows, the text is the `cause`.
 */
export class StoreRefused extends Error {
  override name = 'StoreRefused';
  /** ClickHouse's error number, e.g. 33. */
  readonly code: number;
  /** `data`: these rows can't be read, others may be. `query`: the schema or the rights don't fit; no rows will do. */
  readonly blame: 'data' | 'query';

  constructor(code: number, blame: 'data' | 'query', options?: ErrorOptions) {
    super(
      `ClickHouse refused the ${blame} (error ${code}${DATA_ERRORS.has(code) ? `, ${DATA_ERRORS.get(code)}` : ''})`,
      options,
    );
    this.code = code;
    this.blame = blame;
  }
}

/** A SELECT would read more rows than whoever asked allowed. Nothing is read of it; less time or one channel may do. */
export class TooManyRows extends Error {
  override name = 'TooManyRows';
}

/** ClickHouse's TOO_MANY_ROWS: told from the primary key before anything is read, or while it is. */
const TOO_MANY_ROWS = 158;

/**
 * Errors that say something about the rows sent. Everything else that ClickHouse refuses is our schema or
 * configuration, and rows must never be put aside for that.
 */
const DATA_ERRORS: ReadonlyMap<number, string> = new Map([
  [6, 'CANNOT_PARSE_TEXT'],
  [27, 'CANNOT_PARSE_INPUT_ASSERTION_FAILED'],
  [32, 'ATTEMPT_TO_READ_AFTER_EOF'],
  [33, 'CANNOT_READ_ALL_DATA'],
  [38, 'CANNOT_PARSE_DATE'],
  [41, 'CANNOT_PARSE_DATETIME'],
  [69, 'ARGUMENT_OUT_OF_BOUND'],
  [70, 'CANNOT_CONVERT_TYPE'],
  [72, 'CANNOT_PARSE_NUMBER'],
  [117, 'INCORRECT_DATA'],
  [131, 'TOO_LARGE_STRING_SIZE'],
  [321, 'VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE'],
  [407, 'DECIMAL_OVERFLOW'],
  [469, 'VIOLATED_CONSTRAINT'],
  [691, 'UNKNOWN_ELEMENT_OF_ENUM'],
]);

/** Errors of a server that is overloaded, starting, stopping, full or cut off: the same request may succeed later. */
const PASSING_ERRORS: ReadonlySet<number> = new Set([
  3, // UNEXPECTED_END_OF_FILE: the body was cut on its way
  74, // CANNOT_READ_FROM_FILE_DESCRIPTOR
  75, // CANNOT_WRITE_TO_FILE_DESCRIPTOR
  76, // CANNOT_OPEN_FILE
  95, // CANNOT_READ_FROM_SOCKET
  96, // CANNOT_WRITE_TO_SOCKET
  159, // TIMEOUT_EXCEEDED
  160, // TOO_SLOW
  173, // CANNOT_ALLOCATE_MEMORY
  198, // DNS_ERROR
  201, // QUOTA_EXCEEDED
  202, // TOO_MANY_SIMULTANEOUS_QUERIES
  203, // NO_FREE_CONNECTION
  209, // SOCKET_TIMEOUT
  210, // NETWORK_ERROR
  225, // NO_ZOOKEEPER
  236, // ABORTED
  241, // MEMORY_LIMIT_EXCEEDED
  242, // TABLE_IS_READ_ONLY
  243, // NOT_ENOUGH_SPACE
  252, // TOO_MANY_PARTS
  285, // TOO_FEW_LIVE_REPLICAS
  286, // UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE
  289, // REPLICA_IS_NOT_IN_QUORUM
  319, // UNKNOWN_STATUS_OF_INSERT
  394, // QUERY_WAS_CANCELLED
  425, // SYSTEM_ERROR
  439, // CANNOT_SCHEDULE_TASK
  999, // KEEPER_EXCEPTION
  1000, // POCO_EXCEPTION
  1001, // STD_EXCEPTION
]);

/**
 * Sorts what the client threw into the cases that a caller must tell apart.
 *
 * @param carriedRows whether ClickHouse's text may quote rows, so that it must not travel on.
 */
export function toStoreError(
  error: unknown,
  carriedRows: boolean,
): StoreUnavailable | StoreRefused | TooManyRows {
  if (error instanceof StoreUnavailable || error instanceof StoreRefused) return error;
  // The client keeps only the code of an answer, not its HTTP status; an answer without a code (a proxy's 502 or
  // 503, a reset, a timeout) is not ClickHouse's verdict.
  if (!(error instanceof ClickHouseError)) {
    const reason = (error as NodeJS.ErrnoException | null)?.code ?? 'no answer';
    return new StoreUnavailable(`warehouse unavailable (${reason})`, { cause: error });
  }
  // Not the client's `type`: it takes the first capitals in brackets for it, wherever the text has them.
  const code = Number(error.code);
  const options = carriedRows ? undefined : { cause: error };
  if (code === TOO_MANY_ROWS) return new TooManyRows('more rows than may be read', options);
  if (PASSING_ERRORS.has(code)) return new StoreUnavailable(`warehouse unavailable (error ${code})`, options);
  return new StoreRefused(code, DATA_ERRORS.has(code) ? 'data' : 'query', options);
}
