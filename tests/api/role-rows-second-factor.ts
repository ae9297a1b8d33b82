/** The row of a second factor that was lost, in the table of roles; one's own is tested in tests/access. */
import { anAccount, type Row } from './role-hands.ts';

//                 nobody admin chairW chairN disp dispN hosp haga viewer keyH keyR
export const SECOND_FACTOR_ROWS: Record<string, Row> = {
  'DELETE /accounts/:account/second-factor': {
    expected: [401, 200, 403, 403, 403, 403, 403, 403, 403, 403, 403],
    ask: async (h) => ({ path: `/accounts/${await anAccount(h)}/second-factor` }),
  },
};
