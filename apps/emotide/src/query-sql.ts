export interface SqlRequest {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly sql: string;
  /** ClickHouse's name of the output format, for statements that don't name one. */
  readonly format: string;
  /** Whether the statement may change anything. */
  readonly mayWrite?: boolean;
}

/** ClickHouse refused a statement; the message is its own. */
export class SqlError extends Error {
  override name = 'SqlError';
}

/**
 * Asks ClickHouse over its HTTP interface and gives its answer as text.
 *
 * @throws SqlError with ClickHouse's words
 */
export async function querySql(request: SqlRequest): Promise<string> {
  const url = new URL(request.url);
  url.searchParams.set('default_format', request.format);
  url.searchParams.set('database', 'emotide');
  if (request.mayWrite !== true) url.searchParams.set('readonly', '2');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${request.user}:${request.password}`).toString('base64')}`,
    },
    body: request.sql,
  });
  const text = await response.text();
  if (!response.ok) throw new SqlError(text.trim());
  return text;
}
