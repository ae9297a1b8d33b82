/** A socket that came in: counted, and served as long as it is there. Any transport that carries events will do. */
import type { Onlooker } from '#domain/accountability/looks.ts';
import type { Principal } from '#domain/access/table.ts';
import { followSchema, LIVE_PROTOCOL, type LiveRefusal } from '#wire/live.ts';
import type { Audiences, Follower } from './audiences.ts';
import type { Limiter } from './limits.ts';
import type { FollowedPicture, LiveLog, LiveMeters } from './ports.ts';
import { refusal } from './refusals.ts';
import { guardMessages, onRequest, type AnySocket } from './requests.ts';

export interface AdmitParts {
  live: Pick<FollowedPicture, 'picture' | 'refresh'>;
  audiences: Audiences;
  limiter: Limiter;
  log: LiveLog;
  meters: LiveMeters;
  /** Whose looks are written down; absent: nobody's. */
  onlooker?: () => Onlooker;
  /** Told of a connection that is being ended: it goes on sending after refusals, or its account has enough of them. */
  onFlood?: () => void;
  onOverfull?: () => void;
}

/** Lets the socket follow, unless its account has enough connections already. `principal`: who it is by now. */
export function admit(
  socket: AnySocket & Omit<Follower, 'emit'>,
  principal: () => Principal,
  { live, audiences, limiter, log, meters, onlooker, onFlood, onOverfull }: AdmitParts,
): void {
  const { who } = socket.data;
  if (!limiter.opened(who)) {
    end(socket, 'TOO_MANY', meters);
    return onOverfull?.();
  }
  meters.connections(1);
  socket.on('disconnect', () => {
    limiter.closed(who);
    meters.connections(-1);
    audiences.left(socket.id);
  });
  const requests = { log, meters };
  guardMessages(socket, ['follow'], {
    ...requests,
    gauge: limiter.connection(who),
    onFlood() {
      end(socket, 'FLOODING', meters);
      onFlood?.();
    },
  });
  onRequest(
    socket,
    'follow',
    {
      schema: followSchema,
      misfit: (payload) => (speaksAnotherVersion(payload) ? 'PROTOCOL' : null),
      async run({ after, pieces }) {
        // It comes from a server that was further.
        if (after !== undefined && after > live.picture.seq) await live.refresh();
        return audiences.seat(socket, principal, { after, pieces }, onlooker?.());
      },
    },
    requests,
  );
}

/** Tells why, and ends the connection. */
export function end(
  socket: Pick<AnySocket, 'emit' | 'disconnect'>,
  code: Extract<LiveRefusal, 'UNAUTHENTICATED' | 'TOO_MANY' | 'FLOODING' | 'MOVING'>,
  meters: LiveMeters,
): void {
  meters.refused(code);
  socket.emit('refused', refusal(code));
  socket.disconnect(true);
}

function speaksAnotherVersion(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null || !('protocol' in payload)) return false;
  return Number.isInteger(payload.protocol) && payload.protocol !== LIVE_PROTOCOL;
}
