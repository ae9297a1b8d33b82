/** One report, posted; milliseconds until the whole answer was read. */
import type { Ready } from './messages.ts';

/** @throws when it is answered otherwise than with yes to every item. */
export async function ask({ url, key }: Pick<Ready, 'url' | 'key'>, body: string): Promise<number> {
  const from = performance.now();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', authorization: `Bearer ${key}` },
    body,
  });
  const text = await answer.text();
  const took = performance.now() - from;
  if (answer.status !== 200)
    throw new Error(`a report was answered ${answer.status}: ${text.slice(0, 500)}`);
  return took;
}
