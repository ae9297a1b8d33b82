/** Opens a session for somebody who was recognised otherwise than by a password. Reachable from our own code only: no path of it is open. */
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { BetterAuthPlugin } from 'better-auth';
import { z } from 'zod';

/** By which it is known among the others of better-auth. */
export const SESSION_OPENING_PATH = '/session-opening';

export const sessionOpening = () =>
  ({
    id: 'session-opening',
    endpoints: {
      openSession: createAuthEndpoint(
        SESSION_OPENING_PATH,
        {
          method: 'POST',
          body: z.object({ account: z.string(), providerSid: z.string().nullable() }),
          metadata: { SERVER_ONLY: true },
        },
        async (context) => {
          const { internalAdapter } = context.context;
          const user = await internalAdapter.findUserById(context.body.account);
          if (user === null) throw new APIError('UNAUTHORIZED');
          const { providerSid } = context.body;
          const session = await internalAdapter.createSession(user.id, false, { providerSid });
          await setSessionCookie(context, { session, user });
          return context.json({ session: session.id });
        },
      ),
    },
  }) satisfies BetterAuthPlugin;
