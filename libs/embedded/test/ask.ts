export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Users of the ClickHouse that these specs start. */
export const PASSWORDS = { app: 'p&<b>"ü: \n{', bi: 'honey-pot' };

export type User = keyof typeof PASSWORDS;

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Asks ClickHouse as `user`, over HTTP as any client does. */
export async function ask(url: string, user: User, query: string): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: basic(user, PASSWORDS[user]) },
    body: query,
  });
  return { status: response.status, text: (await response.text()).trim() };
}

/** The answer to a query that must succeed. */
export async function expectAnswer(url: string, user: User, query: string): Promise<string> {
  const { status, text } = await ask(url, user, query);
  if (status !== 200) throw new Error(`${query}: ${text}`);
  return text;
}
