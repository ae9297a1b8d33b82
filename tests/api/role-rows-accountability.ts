/** The rows of the access log, of break-glass and of what is held, in the table of roles. */
import type { Row } from './role-hands.ts';

const GLASS = { code: 'patient-here', reason: 'staat onverwacht bij ons voor de deur' };

//                 nobody admin chairW chairN disp dispN hosp haga viewer keyH keyR
export const ACCOUNTABILITY_ROWS: Record<string, Row> = {
  'GET /access-log': {
    expected: [401, 403, 200, 200, 403, 403, 200, 200, 403, 403, 403],
    ask: async () => ({ path: '/access-log' }),
  },
  'GET /access-log/unusual': {
    expected: [401, 403, 200, 200, 403, 403, 200, 200, 403, 403, 403],
    ask: async () => ({ path: '/access-log/unusual' }),
  },
  'POST /break-glass': {
    // Who sees the case by a ground of its own needs none.
    expected: [401, 201, 409, 409, 409, 201, 409, 201, 403, 403, 403],
    ask: async (h) => ({
      path: '/break-glass',
      body: { case: (await h.decidedCase()).case, ...GLASS },
    }),
  },
  'GET /cases/:case/held': {
    expected: [401, 404, 200, 200, 403, 404, 200, 404, 404, 403, 403],
    ask: async (h) => ({ path: `/cases/${(await h.decidedCase()).case}/held` }),
  },
};
