export interface ReadinessProbe {
  /** Whether the last ping was answered; true before the first one came back, as queries say more than a guess. */
  answers(): boolean;
  stop(): void;
}

/** Pings the warehouse now and then, never twice at once, so that readiness can be told without waiting. */
export function createReadinessProbe(options: {
  ping: () => Promise<boolean>;
  everyMs: number;
}): ReadinessProbe {
  let answered = true;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const probe = async (): Promise<void> => {
    answered = await options.ping();
    if (!stopped) timer = setTimeout(() => void probe(), options.everyMs);
  };
  void probe();
  return {
    answers: () => answered,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
