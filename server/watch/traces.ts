/**
 * Traces, for whoever collects them. Without a collector set nothing of OpenTelemetry is loaded. Attributes hold methods, routes, codes
 * and numbers of entries: no address, no body, no account.
 */

export type Attributes = Record<string, string | number | boolean>;

/** What is known of a span while it goes on. */
export interface Note {
  note(attributes: Attributes): void;
  /** Where it is, for `moment`; null where nothing is traced. */
  readonly place: object | null;
}

export interface Traces {
  /** The work as a part of what is traced now; one that throws is marked so. */
  span<T>(name: string, attributes: Attributes, work: (note: Note) => Promise<T>): Promise<T>;
  /** The work as a request that came in, below that of the caller where its `traceparent` names one (W3C Trace Context). */
  request<T>(traceparent: string | null, work: (note: RequestNote) => Promise<T>): Promise<T>;
  /**
   * Work that nobody asked for by a request: a message on a line, a round of a clerk. A part of what was done at the first of those
   * places, and because of the others; without any it begins a trace.
   */
  own<T>(name: string, because: readonly object[], work: (note: Note) => Promise<T>): Promise<T>;
  /** Something that has just happened because of what was done at those places. */
  moment(name: string, attributes: Attributes, places: readonly object[]): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

export interface RequestNote extends Note {
  /** The route is known at the end only. */
  named(name: string): void;
  failed(): void;
}

const NOTHING: RequestNote = {
  note: () => undefined,
  named: () => undefined,
  failed: () => undefined,
  place: null,
};

export const NO_TRACES: Traces = {
  span: (_name, _attributes, work) => work(NOTHING),
  request: (_traceparent, work) => work(NOTHING),
  own: (_name, _because, work) => work(NOTHING),
  moment: () => undefined,
  close: async () => undefined,
};

export interface TraceSettings {
  /** Of an OTLP/HTTP collector, without `/v1/traces`. */
  endpoint: string;
  /** Sent along, such as a token of the collector. */
  headers: Readonly<Record<string, string>>;
  serviceName: string;
  /** Share of requests without a traced caller that are traced, 0 to 1. */
  share: number;
}

/** The parts of a `traceparent`; null for one that is none. Source: W3C Trace Context, 3.2. */
export function parseTraceparent(
  header: string | null,
): { traceId: string; spanId: string; traceFlags: number } | null {
  const parts = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(
    header?.trim() ?? '',
  );
  const [, version, traceId = '', spanId = '', flags = '', more] = parts ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined))
    return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1 };
}
