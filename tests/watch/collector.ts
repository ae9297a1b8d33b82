/** A collector of traces, as an operator has one, that keeps what it is sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SpanSent {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  links?: { traceId: string; spanId: string }[];
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

export interface Collector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  url: string;
  /** Everything that was sent, as it came. */
  raw(): string;
  /** `authorization` of each request. */
  authorizations: (string | undefined)[];
  spans(): SpanSent[];
  close(): void;
}

export async function startCollector(): Promise<Collector> {
  const bodies: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const collector = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      if (request.url === '/v1/traces') bodies.push(body);
      authorizations.push(request.headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    raw: () => bodies.join(''),
    authorizations,
    spans: () =>
      bodies.flatMap((body) => {
        const { resourceSpans } = JSON.parse(body) as {
          resourceSpans: { scopeSpans: { spans: SpanSent[] }[] }[];
        };
        return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
      }),
    close() {
      collector.closeAllConnections();
      collector.close();
    },
  };
}
