/** ADT messages of HL7 v2.5 as a hospital's system writes them, without anything of a patient. */
import type { Movement } from './register.ts';

/** MSH-3 of every simulated hospital's system; MSH-4 is its facility's id. */
export const APPLICATION = 'SIM-EPD';

/** Structures of messages that are not that of an admission. Source: HL7 v2.5, table 0354. */
const STRUCTURES: Partial<Record<Movement['event'], string>> = {
  A02: 'A02',
  A03: 'A03',
  A11: 'A09',
};

/** Segments end with a carriage return. `control`: MSH-10, once for each message of this sender. */
export function adtMessage(
  { facility, application = APPLICATION }: { facility: string; application?: string },
  control: string,
  { event, visit, place, prior, patientClass, at }: Movement,
): string {
  const time = stamp(at);
  const structure = STRUCTURES[event] ?? 'A01';
  return [
    `MSH|^~\\&|${application}|${facility}|SPOEDKAART|DEMO|${time}||ADT^${event}^ADT_${structure}|${control}|P|2.5|||||NLD|UNICODE UTF-8`,
    `EVN|${event}|${time}||||${time}`,
    'PID|1',
    `PV1|1|${patientClass}|${place}|||${prior}|||||||||||||${visit}^^^${facility}^VN`,
    '',
  ].join('\r');
}

/** `20261122101503.250+0000`. */
const stamp = (at: number) => `${new Date(at).toISOString().replace(/[-:TZ]/g, '')}+0000`;
