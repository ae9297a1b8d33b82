/** Traces that go to a collector by OTLP over HTTP. Loaded only where one is set; nothing global is touched. */
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import {
  NO_TRACES,
  parseTraceparent,
  type RequestNote,
  type Traces,
  type TraceSettings,
} from './traces.ts';

/** A collector that is away must not hold up the end of a server, milliseconds. */
const LAST_SEND_MS = 2_000;

export function collectTraces(settings: TraceSettings, version: string): Traces {
  const exporter = new OTLPTraceExporter({
    url: `${settings.endpoint}/v1/traces`,
    headers: { ...settings.headers },
    timeoutMillis: LAST_SEND_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': settings.serviceName,
      'service.version': version,
    }),
    // What the caller traces is traced here too.
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(settings.share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('spoedkaart', version);
  const contexts = new AsyncLocalStorageContextManager().enable();

  async function within<T>(
    span: Span,
    context: Context,
    note: RequestNote,
    work: (note: RequestNote) => Promise<T>,
  ): Promise<T> {
    try {
      return await contexts.with(trace.setSpan(context, span), () => work(note));
    } catch (error) {
      // The name only: a message may hold what was sent.
      const name = error instanceof Error ? error.name : 'unknown';
      span.setAttribute('error.type', name).setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }

  const noteOf = (span: Span): RequestNote => ({
    note: (attributes) => void span.setAttributes(attributes),
    named: (name) => void span.updateName(name),
    failed: () => void span.setStatus({ code: SpanStatusCode.ERROR }),
    place: span.spanContext(),
  });

  /** Where a span belongs that comes of what was done at those places. */
  const below = (places: readonly object[]) => {
    const [first, ...others] = places as SpanContext[];
    return {
      context: first === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, first),
      links: others.map((context) => ({ context })),
    };
  };

  return {
    span(name, attributes, work) {
      const context = contexts.active();
      // What began no trace of its own is not traced.
      if (trace.getSpan(context) === undefined) return NO_TRACES.span(name, attributes, work);
      const span = tracer.startSpan(name, { attributes }, context);
      return within(span, context, noteOf(span), work);
    },
    request(traceparent, work) {
      const caller = parseTraceparent(traceparent);
      const context =
        caller === null
          ? ROOT_CONTEXT
          : trace.setSpanContext(ROOT_CONTEXT, { ...caller, isRemote: true });
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, context);
      return within(span, context, noteOf(span), work);
    },
    own(name, because, work) {
      const { context, links } = below(because);
      const span = tracer.startSpan(name, { links }, context);
      return within(span, context, noteOf(span), work);
    },
    moment(name, attributes, places) {
      if (places.length === 0) return;
      const { context, links } = below(places);
      tracer.startSpan(name, { attributes, links }, context).end();
    },
    async close() {
      // Whoever does not answer is not waited for.
      await provider.shutdown().catch(() => undefined);
      contexts.disable();
    },
  };
}
