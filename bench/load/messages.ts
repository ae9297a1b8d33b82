/** What the processes of the load benchmark say to each other. */

/** Milliseconds since 1970 with fractions: the clock that all processes of one machine share. */
export const clock = (): number => performance.timeOrigin + performance.now();

/** A server once a second, of the second before. */
export interface Sample {
  /** Milliseconds, as `clock`. */
  at: number;
  rssBytes: number;
  heapBytes: number;
  /** Delay of the event loop, milliseconds. */
  lagP99: number;
  lagMax: number;
  /** Share of one core. */
  cpu: number;
}

/** Dashboards to open, all at one server: one for each. */
export interface Connect {
  url: string;
  /** Cookie of each; empty: it has none. */
  cookies: string[];
}

/** An entry that has come to every dashboard of a process. */
export interface Arrived {
  seq: number;
  /** Null: the process could not tell what it was about. */
  subject: string | null;
  /** When the ledger says it was written; null as above. */
  written: number | null;
  /** When the last of them had it. */
  at: number;
}

/** Dashboards, a few times a second. */
export interface Heard {
  arrived: Arrived[];
  messages: number;
  bytes: number;
  /** Messages that did not begin where the one before ended. */
  gaps: number;
  closed: number;
  /** Milliseconds of a core. */
  cpu: number;
  /** A message about one unit as it came, for the comparison. */
  sample: string;
}

/** Answers the milliseconds of a core that this process used since it was asked last. */
export function cpuClock(): () => number {
  let before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    return (user + system) / 1_000;
  };
}
