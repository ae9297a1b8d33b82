/**
 * The listener for MLLP: plain or with TLS and client certificates; one message at a time on each line, answered in order on the line
 * that it came by. Source: HL7 MLLP release 1; capacity model, 3.1.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls';
import type { Traces } from '../../watch/traces.ts';
import type { AdtFeed, Line } from './adt.ts';
import { frame, FrameReader, type Frame } from './mllp.ts';

export interface MllpParts {
  feed: AdtFeed;
  /** Each message is a trace. */
  traces: Traces;
  port: number;
  host: string;
  /** Absent: a plain line, for a network that is safe by itself. Client certificates are asked for and checked against `ca`. */
  tls?: Required<Pick<TlsOptions, 'cert' | 'key' | 'ca'>>;
  onFault: (fault: unknown) => void;
  /** Milliseconds of silence after which a line is closed. */
  idleMs?: number;
}

export interface MllpServer {
  port: number;
  /** Ends the lines after the message that is under way. */
  close(): Promise<void>;
}

const IDLE_MS = 15 * 60_000;
const MOST_LINES = 500;
/** Messages that wait on one line; beyond them it is not read. */
const MOST_WAITING = 64;
const GRACE_MS = 2_000;

/** @throws when the port is taken */
export async function startMllp(parts: MllpParts): Promise<MllpServer> {
  const lines = new Set<Socket>();
  const serve = (socket: Socket) => {
    lines.add(socket);
    socket.once('close', () => lines.delete(socket));
    attend(socket, parts);
  };
  const server: Server =
    parts.tls === undefined
      ? createServer(serve)
      : createTlsServer({ ...parts.tls, requestCert: true, rejectUnauthorized: true }, serve);
  server.maxConnections = MOST_LINES;
  // A client that breaks off while TLS is being agreed upon is no fault of ours.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parts.port, parts.host, () => {
      server.off('error', reject);
      server.on('error', parts.onFault);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const impatient = setTimeout(() => lines.forEach((one) => one.destroy()), GRACE_MS);
        server.close(() => {
          clearTimeout(impatient);
          resolve();
        });
        for (const one of lines) one.end();
      }),
  };
}

function attend(socket: Socket, { feed, traces, onFault, idleMs = IDLE_MS }: MllpParts): void {
  const reader = new FrameReader();
  const line: Line = { certificate: certificateOf(socket), connection: null };
  const waiting: Frame[] = [];
  let busy = false;
  socket.setNoDelay(true);
  socket.setTimeout(idleMs, () => socket.end());
  // A line that breaks is the sender's to mend: what was not answered comes again.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    waiting.push(...reader.push(chunk));
    if (waiting.length > MOST_WAITING) socket.pause();
    void work();
  });

  async function work(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const answer = await traces.own('HL7 v2 message', [], async (span) => {
          const said = next.ok ? await feed.handle(next.bytes, line) : feed.tooLarge(line);
          span.note({ 'spoedkaart.hl7.answered': verdictOf(said) });
          return said;
        });
        if (answer !== null && socket.writable) socket.write(frame(answer));
        if (waiting.length < MOST_WAITING / 2 && socket.isPaused()) socket.resume();
      }
    } catch (fault) {
      onFault(fault);
      socket.destroy();
    } finally {
      busy = false;
    }
  }
}

/** MSA-1 of an answer: AA, AE, AR and so on; `none` where there is none. */
function verdictOf(answer: string | null): string {
  return /\rMSA.(\w\w)/.exec(answer ?? '')?.[1] ?? 'none';
}

/** SHA-256 of the client's certificate, lower-case hexadecimal; null on a plain line. */
function certificateOf(socket: Socket): string | null {
  if (!(socket instanceof TLSSocket)) return null;
  const { fingerprint256 } = socket.getPeerCertificate() as { fingerprint256?: string };
  return fingerprint256?.replaceAll(':', '').toLowerCase() ?? null;
}
