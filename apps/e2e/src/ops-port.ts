const ANSWER_WITHIN_MS = 2_000;

/** What a service says on its internal port, in Prometheus' text form. @throws when it does not answer */
export async function readMetrics(opsPort: number): Promise<string> {
  return (await ask(opsPort, 'metrics')).text();
}

/** Why a service is not ready; undefined when it is. */
export async function readTrouble(opsPort: number): Promise<string | undefined> {
  try {
    const response = await ask(opsPort, 'readyz');
    const text = await response.text();
    return response.ok ? undefined : text.trim();
  } catch {
    return 'does not answer';
  }
}

function ask(opsPort: number, path: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${opsPort}/${path}`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
}
