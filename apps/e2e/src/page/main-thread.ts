import type { Browser, CDPSession, Page } from 'playwright-core';

/** What a page's main thread did in a while, milliseconds of its own clock: what others do on the machine is not in it. */
export interface ThreadWork {
  /** All of it. */
  readonly tasks: number;
  readonly script: number;
  /** Finding out styles and laying out; painting is among the rest. */
  readonly styleAndLayout: number;
}

/** Listens to a page's main thread. */
export async function watchMainThread(page: Page): Promise<{
  /** All that was done since the page was opened. */
  read(): Promise<ThreadWork>;
  /** Bytes in use, after everything was collected that nobody holds. */
  readHeap(): Promise<{ readonly bytes: number; readonly nodes: number; readonly listeners: number }>;
}> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await cdp.send('HeapProfiler.enable');
  return {
    async read() {
      const of = await readMetrics(cdp);
      return {
        // What whoever looks makes the thread do is not the page's.
        tasks: (of('TaskDuration') - of('DevToolsCommandDuration')) * 1_000,
        script: of('ScriptDuration') * 1_000,
        styleAndLayout: (of('RecalcStyleDuration') + of('LayoutDuration')) * 1_000,
      };
    },
    async readHeap() {
      await cdp.send('HeapProfiler.collectGarbage');
      const of = await readMetrics(cdp);
      return { bytes: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
    },
  };
}

async function readMetrics(cdp: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (wanted) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
}

/** The difference of two readings. */
export const toWork = (before: ThreadWork, after: ThreadWork): ThreadWork => ({
  tasks: after.tasks - before.tasks,
  script: after.script - before.script,
  styleAndLayout: after.styleAndLayout - before.styleAndLayout,
});

/**
 * The longest tasks of a browser's busiest main thread while something goes on, milliseconds of the thread's own clock, longest
 * first: a task that had to wait for its core is not a long one.
 */
export async function findLongestTasks(
  browser: Browser,
  work: () => Promise<unknown>,
): Promise<readonly number[]> {
  const cdp = await browser.newBrowserCDPSession();
  const tasks = new Map<string, number[]>();
  cdp.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, pid, tid, tdur } of value as unknown as TraceEvent[]) {
      if (name !== TASK || tdur === undefined) continue;
      const thread = `${pid} ${tid}`;
      const known = tasks.get(thread);
      if (known) known.push(tdur / 1_000);
      else tasks.set(thread, [tdur / 1_000]);
    }
  });
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'] },
  });
  await work();
  const complete = new Promise((done) => cdp.once('Tracing.tracingComplete', done));
  await cdp.send('Tracing.end');
  await complete;
  await cdp.detach();
  const sum = (of: readonly number[]): number => of.reduce((all, one) => all + one, 0);
  const busiest = [...tasks.values()].sort((a, b) => sum(b) - sum(a))[0] ?? [];
  return busiest.sort((a, b) => b - a);
}

const TASK = 'ThreadControllerImpl::RunTask';

/** As the tracing protocol has them; times in µs, `tdur` of the thread's clock. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
}

/**
 * How long this browser takes, at this moment, for a fixed piece of work, milliseconds: the measure for what may not depend
 * on how fast a machine is, or how busy. The least of many short tries, which is what is left of others' work.
 */
export function measureYardstick(page: Page): Promise<number> {
  return page.evaluate(() => {
    const rows = Array.from({ length: 600 }, (_, at) => ({
      id: `emote:${at}`,
      name: `n${at}`,
      uses: at * 7,
    }));
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 40; round++) {
      const from = performance.now();
      for (let times = 0; times < 4; times++) JSON.stringify(JSON.parse(JSON.stringify(rows)));
      least = Math.min(least, performance.now() - from);
    }
    return least;
  });
}
