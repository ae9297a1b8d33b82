/** Process: nothing but socket.io that broadcasts what is posted to it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { LIVE_NAMESPACE } from '../../server/wire/live.ts';
import { tell, type Ready } from './messages.ts';

const http = createServer((request, response) => {
  if (request.url?.startsWith('/socket.io/')) return;
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => (body += part));
  request.on('end', () => {
    nsp.emit('entries', JSON.parse(body));
    response.end('{}');
  });
});
const nsp = new Server(http, { transports: ['websocket'], serveClient: false }).of(LIVE_NAMESPACE);
nsp.on('connection', (socket) => {
  // As a dashboard's `follow` is answered, so that both sides come in alike.
  socket.on('follow', (_message: unknown, reply: (answer: object) => void) => reply({ ok: true }));
});
http.listen(0, '127.0.0.1', () => {
  const ready: Ready = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    keys: [''],
    updates: [{ method: 'POST', path: '/', key: '' }],
  };
  tell(ready);
});
process.once('disconnect', () => process.exit());
