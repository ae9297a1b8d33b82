/** Which request is being worked on, wherever in the server that is: its id goes along by itself. */
import { AsyncLocalStorage } from 'node:async_hooks';

const requests = new AsyncLocalStorage<string>();

/** Does the work as that of the request. */
export function asRequest<T>(id: string, work: () => T): T {
  return requests.run(id, work);
}

/** The id of the request that is worked on; null for what the server does by itself. */
export function requestNow(): string | null {
  return requests.getStore() ?? null;
}
