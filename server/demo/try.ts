/** For a visitor who wants to speak to the demo: an example in each dialect, as a file, and the line that sends it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ObservationBody } from '../../seed/simulator/actions.ts';
import { TRY_FACILITY } from '../../seed/simulator/dialects.ts';
import type { Keys } from '../../seed/simulator/driver.ts';
import { spreadsheet } from '../../seed/simulator/feeds/csv.ts';
import { bedBundle, measureReport } from '../../seed/simulator/feeds/fhir.ts';
import { haveDistribution, haveDocument, ownIdentifier } from '../../seed/simulator/feeds/have.ts';
import { framed } from '../../seed/simulator/feeds/mllp-line.ts';
import type { UnitKind } from '../../server/domain/words.ts';
import { TRY_APPLICATION } from './feeds.ts';

export interface Try {
  dialect: string;
  /** A line for a shell, or where to go. */
  how: string;
}

/** Stands in the files for the moment of sending, which the line puts in: an old figure never replaces a newer one. */
const NOW = '@NOW@';

const figures = (
  staffed: number,
  occupied: number,
  status: ObservationBody['status'] = 'open',
): ObservationBody => ({
  ...{ staffed, physical: staffed, occupied, available: Math.max(0, staffed - occupied) },
  ...{ status, observedAt: NOW },
});

/** Writes the examples into the folder, where the lines are meant to be typed. `url`: of the server; `drop`: its drop folder. */
export function writeTries(
  folder: string,
  url: string,
  drop: string | null,
  { facilities, feeds }: Keys,
): Try[] {
  mkdirSync(folder, { recursive: true });
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return name;
  };
  const key = file('key.txt', `Authorization: Bearer ${facilities[TRY_FACILITY] ?? ''}\n`);
  const tell = (unit: UnitKind, body: ObservationBody) => [{ unit, body }];
  const site = {
    ...{ identifier: ownIdentifier(TRY_FACILITY), name: 'HagaZiekenhuis, locatie Zoetermeer' },
    told: tell('ed', figures(12, 12, 'limited')),
  };
  const icu = tell('icu', figures(4, 3));
  const post = (dialect: string, type: string, from: string) =>
    `curl -s -H @${key} -H 'content-type: ${type}' --data-binary @${from} ${url}/api/v1/feeds/${dialect}`;
  const dated = (path: string, format: string, send: string) =>
    `sed "s/${NOW}/$(date -u +${format})/g" ${path} | ${send}`;
  const iso = '%FT%TZ';
  const csv = file('beds.csv', spreadsheet(TRY_FACILITY, icu).replaceAll(NOW, ''));
  const tries: Try[] = [
    {
      dialect: 'FHIR report',
      how: dated(
        file('report.json', measureReport(TRY_FACILITY, icu, 'try')),
        iso,
        post('fhir', 'application/fhir+json', '-'),
      ),
    },
    {
      dialect: 'FHIR beds',
      how: dated(
        file('beds.json', bedBundle(TRY_FACILITY, icu, 'try')),
        iso,
        post('fhir', 'application/fhir+json', '-'),
      ),
    },
    {
      dialect: 'EDXL-HAVE',
      how: dated(file('have.xml', haveDocument([site])), iso, post('have', 'application/xml', '-')),
    },
    {
      dialect: 'in EDXL-DE',
      how: dated(
        file('have-de.xml', haveDistribution([site], { id: 'try', use: 'Actual' })),
        iso,
        post('have', 'application/xml', '-'),
      ),
    },
    { dialect: 'CSV', how: post('csv', 'text/csv', csv) },
  ];
  const mllp = feeds?.mllp ?? null;
  if (mllp !== null) {
    const send = `curl -s --max-time 2 telnet://${mllp.host}:${mllp.port}`;
    const path = file('admission.hl7', framed(admission()));
    tries.unshift({ dialect: 'HL7 v2', how: dated(path, '%Y%m%d%H%M%S+0000', send) });
  }
  if (drop !== null) tries.push({ dialect: 'drop folder', how: `cp ${csv} ${resolve(drop)}/` });
  tries.push({ dialect: 'by hand', how: `${url}/hospital as hospital.haga@demo.example` });
  return tries;
}

/** Somebody comes to the intensive care: another one each time that it is sent. */
const admission = () =>
  [
    `MSH|^~\\&|${TRY_APPLICATION}|${TRY_FACILITY}|SPOEDKAART|DEMO|${NOW}||ADT^A01^ADT_A01|${NOW}|P|2.5|||||NLD|UNICODE UTF-8`,
    `EVN|A01|${NOW}`,
    'PID|1',
    `PV1|1|I|IC||||||||||||||||${NOW}`,
    '',
  ].join('\r');
