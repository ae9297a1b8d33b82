/** A server with a line of MLLP on the database that it is given; prints its port, and is meant to be killed. */
import { writeSync } from 'node:fs';
import pino from 'pino';
import { openStores } from '../../../db/open.ts';
import { startMllp } from '../../../server/feeds/hl7v2/server.ts';
import { openApp } from './line-app.ts';
import { NO_TRACES } from '../../../server/watch/traces.ts';

const app = await openApp(openStores(process.argv[2] ?? ''), pino({ level: 'silent' }));
const server = await startMllp({
  traces: NO_TRACES,
  feed: app.feeds.adt,
  port: 0,
  host: '127.0.0.1',
  onFault: (fault) => {
    throw fault;
  },
});
writeSync(1, `${server.port}\n`);
