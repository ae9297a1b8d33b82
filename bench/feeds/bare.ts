/** Process: what anybody could write in a minute and still keep its word: a line that is on the disk before it is answered. */
import { fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { tell } from '../fan-out/messages.ts';
import type { Ready } from './messages.ts';

const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-bench-'));
const file = openSync(join(folder, 'lines'), 'a');
const LINE_FEED = Buffer.from('\n');
const END = 0x1c;

function keep(line: Uint8Array): void {
  writeSync(file, line);
  writeSync(file, LINE_FEED);
  fdatasyncSync(file);
}

const echo = createServer((socket) => {
  socket.setNoDelay(true);
  let got = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    got = got.length === 0 ? bytes : Buffer.concat([got, bytes]);
    for (let end = got.indexOf(END); end >= 0; end = got.indexOf(END)) {
      const message = got.subarray(0, end + 2);
      keep(message);
      socket.write(message);
      got = got.subarray(end + 2);
    }
  });
});
const app = new Hono().post('/', async (c) => {
  const body = new Uint8Array(await c.req.arrayBuffer());
  keep(body);
  return c.json({ bytes: body.length });
});

echo.listen(0, '127.0.0.1', () => {
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
    tell({
      line: { host: '127.0.0.1', port: (echo.address() as AddressInfo).port },
      senders: ['bare'],
      url: `http://127.0.0.1:${port}/`,
      key: '',
      facilities: [],
    } satisfies Ready);
  });
});
process.once('disconnect', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
