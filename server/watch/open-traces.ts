import { NO_TRACES, type Traces, type TraceSettings } from './traces.ts';

/** Traces to the collector that is set. Spans that cannot be sent are dropped: they are never waited for. */
export async function openTraces(settings: TraceSettings | null, version: string): Promise<Traces> {
  if (settings === null) return NO_TRACES;
  const { collectTraces } = await import('./otlp.ts');
  return collectTraces(settings, version);
}
