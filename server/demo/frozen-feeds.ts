/**
 * What the frozen demo shows of feeds besides those of the simulation, once the country stands still: a feed of which nothing can be
 * used any more, senders that nobody knows, and a map of places that is half done. Sent through the real interfaces; no figure of
 * the country is another by it.
 */
import type { Keys } from '../../seed/simulator/driver.ts';
import type { App } from '../app.ts';

const HAGA = 'haga-leyweg';
const LUMC = 'lumc-leiden';
const AHEAD_MS = 40 * 60_000;

const stamp = (at: number) => new Date(at).toISOString().slice(0, 19).replace(/\D/g, '');

/** A movement as a hospital's system writes it; times are UTC. */
function movement(nth: number, at: number, place: string, sender: string): Buffer {
  const time = `${stamp(at)}+0000`;
  const header = `MSH|^~\\&|${sender}|SPOEDKAART|NL|${time}||ADT^A01^ADT_A01|M${nth}|P|2.5`;
  const lines = [header, `EVN||${time}`, 'PID|1', `PV1|1|I|${place}${'|'.repeat(16)}V${nth}`];
  return Buffer.from(lines.join('\r'));
}

/** @throws when something is answered otherwise than it should be. */
export async function speakOfFeeds(
  app: App,
  server: string,
  keys: Keys,
  now: number,
): Promise<void> {
  const send = async (path: string, method: string, type: string, body: string) => {
    const headers = {
      authorization: `Bearer ${keys.facilities[HAGA] ?? ''}`,
      'content-type': type,
    };
    const url = `${server}/api/v1${path}`;
    return (await app.fetch(new Request(url, { method, headers, body }))).status;
  };
  // Its clock ran away: what it says happens in forty minutes.
  const observedAt = new Date(now + AHEAD_MS).toISOString();
  const icu = JSON.stringify({ staffed: 20, available: 3, observedAt });
  const head = 'facility;unit;staffed;occupied;available;status;reason;validUntil;observedAt';
  const csv = (name: string) => `${head}\n${name};icu;8;6;2;open;;;\n`;
  const answered = [
    await send(`/facilities/${HAGA}/units/icu`, 'PUT', 'application/json', icu),
    await send(`/facilities/${HAGA}/units/icu`, 'PUT', 'application/json', icu),
    await send(`/facilities/${HAGA}/units/icu`, 'PUT', 'application/json', icu),
    await send('/feeds/csv', 'POST', 'text/csv', csv('haga-zoetermeer-oost')),
    await send('/feeds/csv', 'POST', 'text/csv', csv('polikliniek-spijkenisse')),
  ];
  if (answered.join() !== '422,422,422,200,200')
    throw new Error(`the feeds of the frozen demo were answered ${answered.join()}`);
  const line = () => ({ certificate: null, connection: null });
  await app.feeds.adt.handle(movement(1, now, 'IC^1^1', 'CHIPSOFT|BRONOVO'), line());
  await app.feeds.setup.addConnection({
    ...{ facility: LUMC, name: 'HiX van het LUMC', application: 'HIX', sendingFacility: 'LUMC' },
    ...{ certificate: null, ackMode: 'auto', moveOnUpdate: false, bedCodes: {} },
  });
  for (const [nth, place] of ['J10^3^1', 'J10^3^2', 'POLI^1^', 'K5^12^1', 'J10^4^1'].entries())
    await app.feeds.adt.handle(movement(nth + 2, now - 2_000, place, 'HIX|LUMC'), line());
  await app.feeds.setup.mapPlace(LUMC, {
    ...{ pointOfCare: 'POLI', room: '', bed: '', unit: null, ignored: true },
  });
  await app.feeds.watch();
}
