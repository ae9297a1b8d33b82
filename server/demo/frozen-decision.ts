/** What the frozen demo promises to whoever looks at a decision: one that was made otherwise than advised, with its reason. */
import type { Keys } from '../../seed/simulator/driver.ts';

const ROOM = 'mk-den-haag';
const CHOSEN = 'lumc-leiden';

interface Opened {
  id: string;
  ranking: { seq: number; at: string; candidates: { facility: string }[] };
}

/**
 * The dispatch room of Den Haag opens a case in Delft and chooses the LUMC, where the patient is known.
 * @returns the decision's id.
 * @throws when the server refuses.
 */
export async function decideOtherwise(
  send: (request: Request) => Response | Promise<Response>,
  server: string,
  keys: Keys,
): Promise<{ decision: string; decided: string }> {
  async function post<T>(path: string, body: object): Promise<T> {
    const response = await send(
      new Request(`${server}/api/v1${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${keys.rooms[ROOM] ?? ''}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      }),
    );
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
  const { id, ranking } = await post<Opened>('/cases', {
    position: { lat: 52.0116, lon: 4.3571 },
    ageBand: '16-64',
    sex: 'female',
    urgency: 'A1',
    findings: {
      mechanism: ['rider-separated'],
      injuries: ['pelvis'],
      vitals: { systolicBloodPressure: 84, heartRate: 124, gcsMotor: 6 },
    },
    crewSuspectsSevere: true,
  });
  const { seq, at } = ranking;
  const decision = await post<{ id: string }>(`/cases/${id}/decisions`, {
    facility: CHOSEN,
    seq,
    at,
    overrideReason: 'KNOWN_PATIENT',
    note: 'Vorige maand daar geopereerd; crew en patiënt vragen erom.',
  });
  return { decision: decision.id, decided: id };
}
