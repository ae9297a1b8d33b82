/** What a server says while it starts: that it is alive, and not to be sent work yet. Everything else waits until it has started. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { API_PATH } from './api/parts.ts';
import { ProblemError, problemOf } from './api/problems.ts';

const NOT_YET = new ProblemError('NOT_READY', { facts: { because: 'starting', behind: null } });

/** True: it was answered. */
export function answerEarly(request: IncomingMessage, response: ServerResponse): boolean {
  const path = request.url?.split('?')[0];
  if (path === `${API_PATH}/health/live`) {
    say(response, 200, 'application/json', { status: 'alive' });
    return true;
  }
  if (path !== `${API_PATH}/health/ready`) return false;
  say(response, NOT_YET.status, 'application/problem+json', problemOf(NOT_YET, randomUUID()));
  return true;
}

function say(response: ServerResponse, status: number, type: string, body: object): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
