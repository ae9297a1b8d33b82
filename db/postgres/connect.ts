/** How we speak with PostgreSQL. */
import { connect, type Socket } from 'node:net';
import postgres from 'postgres';

/** A pool whose 64-bit whole numbers come as JavaScript numbers. */
export type Sql = postgres.Sql<{ bigint: number }>;

/** PostgreSQL cannot keep the character 0; it becomes U+FFFD as half a surrogate pair does. */
const text = (value: unknown) => String(value).replaceAll('\0', '\ufffd');

/** What a pool speaks through, and the one that listens for it: to be cut when nobody answers at the other end. */
export type Lines = Set<Socket>;

/** Seconds between two beats on a connection that says nothing: ten that are lost end it. */
const BEAT_SECONDS = 10;
/** Between two tries to connect: the driver's own pauses grow to 20 seconds, in which a database that is back would not be asked. */
const AGAIN_SECONDS = 0.5;

/**
 * A pool on the address, nothing opened yet.
 * @param most connections at a time @param lines is kept to those that are open
 */
export function connectPostgres(url: string, most: number, lines?: Lines): Sql {
  return postgres(url, {
    max: most,
    connect_timeout: 10,
    keep_alive: BEAT_SECONDS,
    backoff: () => AGAIN_SECONDS,
    // The driver's types do not know it.
    ...(lines === undefined ? {} : ({ socket: opener(lines) } as object)),
    onnotice: () => undefined,
    connection: { application_name: 'spoedkaart' },
    types: {
      bigint: {
        to: 20,
        from: [20],
        parse: Number,
        serialize: (value: number) => String(value),
      },
      text: { to: 25, from: [25], parse: (value: string) => value, serialize: text },
    },
  });
}

/** What the driver knows of an address. */
interface Place {
  host: string[];
  port: number[];
  path?: string | false;
}

/**
 * Opens connections as the driver would, each at the next of several hosts. It is handed out before it is open: the driver then waits
 * for it and hears how it ends.
 */
function opener(lines: Lines): (place: Place) => Socket {
  let next = 0;
  return ({ host, port, path }) => {
    const nth = next++ % host.length;
    const at = { host: host[nth] ?? 'localhost', port: port[nth] ?? 5432 };
    // The driver asks the certificate for that name.
    const line = Object.assign(connect(path ? { path } : at), { host: at.host });
    lines.add(line);
    line.once('close', () => lines.delete(line));
    return line;
  };
}
