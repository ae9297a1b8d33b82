/**
 * A machine that is lost says nothing: its connections stay open and silent for a quarter of an hour, until the system gives them up,
 * while another has long taken over. So whoever waits for longer than anything of ours may take lets go and connects anew.
 */
import type { Socket } from 'node:net';
import type { Lines, Sql } from './connect.ts';

/** Longer than the longest wait of a statement for another's lock (append.ts: 20 s), milliseconds. */
export const SILENT_MS = 25_000;

/** A connection that does not answer; its code is that of the system, which says so later. */
export class SilentError extends Error {
  override name = 'SilentError';
  readonly code = 'ETIMEDOUT';

  constructor() {
    super('the database did not answer on a connection that was open');
  }
}

/** What comes of the work, or SilentError. @param patienceMs null: however long it takes */
export async function inTime<T>(work: Promise<T>, patienceMs: number | null): Promise<T> {
  if (patienceMs === null) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SilentError()), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The pool, with patience for each question on it: while one stays unanswered, every line on which nothing was heard for as long is cut,
 * for what holds for one holds for those that were opened with it. What was asked there is refused, and the pool connects anew. Where
 * other lines are answered the database is there: then only the question that takes too long ends, and who stands in line behind the
 * others waits on.
 */
export function cutWhenSilent(sql: Sql, lines: Lines, patienceMs: number): Sql {
  function watched<T>(asked: T): T {
    if (!(asked instanceof Promise)) return asked;
    // A question is asked when somebody waits for it; until then it may be a part of another.
    const ask = asked.then.bind(asked);
    const first: typeof asked.then = (answered, refused) => {
      asked.then = ask;
      let silent = silentFromHere(lines);
      const rounds = setInterval(() => {
        for (const line of silent()) line.destroy();
        silent = silentFromHere(lines);
      }, patienceMs).unref();
      const over = () => clearInterval(rounds);
      void Promise.prototype.then.call(asked, over, over);
      return ask(answered, refused);
    };
    asked.then = first;
    return asked;
  }
  return new Proxy(sql, {
    apply: (pool, self, words) => watched<unknown>(Reflect.apply(pool, self, words)),
    get(pool, name) {
      if (name !== 'unsafe') return Reflect.get(pool, name) as unknown;
      return (...words: Parameters<Sql['unsafe']>) => watched(pool.unsafe(...words));
    },
  });
}

/** Tells later which of the lines that are open now are still open and have heard nothing since. */
function silentFromHere(lines: Lines): () => Socket[] {
  const heard = new Map([...lines].map((line) => [line, line.bytesRead]));
  return () => [...lines].filter((line) => heard.get(line) === line.bytesRead);
}
