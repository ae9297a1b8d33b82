/**
 * Process: many dashboards of one server. They read the span of each message and, but for the first of them, parse nothing, so that
 * it is the server that is measured.
 */
import { LIVE_NAMESPACE, LIVE_PROTOCOL } from '../../server/wire/live.ts';
import { tell } from '../fan-out/messages.ts';
import { clock, cpuClock, type Arrived, type Connect, type Heard } from './messages.ts';
import { openWire, unpack, type Ears, type Wire } from '../../tests/support/wire.ts';

const AT_ONCE = 20;
const TELL_EVERY_MS = 250;
const EVENT = `42${LIVE_NAMESPACE},["entries",`;
const SPAN = /"after":(\d+),"seq":(\d+)/;
/** As many characters hold the span. */
const HEAD = EVENT.length + 60;

let clients = 0;
let sockets: Wire[] = [];
/** By seq: at how many dashboards it is. */
const counts = new Map<number, number>();
const news = new Map<number, { subject: string; written: number }>();
const cpu = cpuClock();
let heard: Heard = nothing();

function nothing(): Heard {
  return { arrived: [], messages: 0, bytes: 0, gaps: 0, closed: 0, cpu: 0, sample: '' };
}

async function connectAll(order: Connect): Promise<void> {
  for (const socket of sockets) socket.end();
  [clients, sockets] = [order.cookies.length, []];
  counts.clear();
  news.clear();
  for (let nth = 0; nth < clients; nth += AT_ONCE)
    await Promise.all(
      order.cookies
        .slice(nth, nth + AT_ONCE)
        .map((cookie, n) => connect(order.url, cookie, nth + n === 0)),
    );
  heard = nothing();
}

function connect(url: string, cookie: string, reads: boolean): Promise<void> {
  const mine = sockets;
  let seq: number | null = null;
  let wire: Wire | null = null;
  return new Promise((done, fail) => {
    const say = (text: string) => wire?.say(text);
    const ears: Ears = {
      opened(its) {
        wire = its;
        mine.push(its);
      },
      closed() {
        if (mine === sockets) heard.closed += 1;
      },
      message(payload, packed) {
        if (!packed && payload[0] === 0x32) return say('3');
        const { head, after, to } = glance(payload, packed);
        if (after !== null && to !== null) {
          heard.messages += 1;
          heard.bytes += payload.length;
          if (seq !== null && seq !== after) heard.gaps += 1;
          if (reads) read(packed ? unpack(payload) : payload.toString());
          for (let one = after + 1; one <= to; one += 1) count(one);
          seq = to;
        } else if (head.startsWith('0')) say(`40${LIVE_NAMESPACE},`);
        else if (head.startsWith(`40${LIVE_NAMESPACE}`))
          say(`42${LIVE_NAMESPACE},1["follow",{"protocol":${LIVE_PROTOCOL},"pieces":true}]`);
        else if (head.startsWith(`43${LIVE_NAMESPACE},1`)) done();
        else if (head.startsWith('44')) fail(new Error(`refused: ${payload.toString()}`));
      },
    };
    openWire(
      `${url}/socket.io/?EIO=4&transport=websocket`,
      cookie === '' ? {} : { cookie, origin: url },
      ears,
    ).catch(fail);
  });
}

interface Glance {
  head: string;
  /** Null: no entries. */
  after: number | null;
  to: number | null;
}

/** Many hear the very same packed bytes: unpacked for the first of them only. */
const glances = new Map<string, Glance>();
const MOST_GLANCES = 2_000;

function glance(payload: Buffer, packed: boolean): Glance {
  if (!packed) return glanceAt(payload.toString('latin1', 0, HEAD));
  const key = payload.toString('latin1');
  let known = glances.get(key);
  if (known === undefined) {
    known = glanceAt(unpack(payload).slice(0, HEAD));
    if (glances.size >= MOST_GLANCES) glances.clear();
    glances.set(key, known);
  }
  return known;
}

function glanceAt(head: string): Glance {
  if (!head.startsWith(EVENT)) return { head, after: null, to: null };
  const [, after, to] = SPAN.exec(head) ?? [];
  if (after === undefined || to === undefined) throw new Error(`no span in ${head}`);
  return { head, after: Number(after), to: Number(to) };
}

function count(seq: number): void {
  const now = (counts.get(seq) ?? 0) + 1;
  if (now < clients) {
    counts.set(seq, now);
    return;
  }
  counts.delete(seq);
  const { subject = null, written = null } = news.get(seq) ?? {};
  const arrived: Arrived = { seq, subject, written, at: clock() };
  news.delete(seq);
  heard.arrived.push(arrived);
}

interface Entry {
  seq: number;
  at: string;
  kind: string;
  subject: string;
}

function read(text: string): void {
  const [, { entries }] = JSON.parse(text.slice(text.indexOf('['))) as [
    string,
    { entries: Entry[] },
  ];
  for (const { seq, at, kind, subject } of entries)
    if (kind === 'unit-observed') news.set(seq, { subject, written: Date.parse(at) });
  if (entries.length === 1 && entries[0]?.kind === 'unit-observed') heard.sample = text;
}

const telling = setInterval(() => {
  tell({ ...heard, cpu: cpu() });
  heard = nothing();
}, TELL_EVERY_MS);
process.on('message', (order: Connect) => {
  connectAll(order).then(
    () => tell({ connected: order.cookies.length }),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => {
  clearInterval(telling);
  process.exit();
});
