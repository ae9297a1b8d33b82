/** A stand-in for the read interface of LPZ, as far as its outer shape is known: one address, one header, a list of locations. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const TOKEN = 'meldkamer:geheim-token';

export interface FakeLpz {
  url: string;
  /** Questions so far, with what they carried. */
  asked: { path: string; token: string | undefined }[];
  /** What is answered next; default the list. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  locations: unknown;
  stop(): Promise<void>;
}

export async function startFakeLpz(): Promise<FakeLpz> {
  const list = (_request: IncomingMessage, response: ServerResponse) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(fake.locations));
  const server = createServer((request, response) => {
    const header = request.headers['x-auth-token'];
    const token = typeof header === 'string' ? header : undefined;
    fake.asked.push({ path: request.url ?? '', token });
    if (token !== TOKEN) response.writeHead(401).end();
    else if (request.method !== 'GET' || request.url !== '/api/external/organization/status')
      response.writeHead(404).end();
    else fake.answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const fake: FakeLpz = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer: list,
    locations: [],
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return fake;
}
