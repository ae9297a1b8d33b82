/** What other systems send and take: feeds in three languages, exports, the ledger, and the server's own pages. */
import { document, hospital } from '../../feeds/have/messages.ts';
import { sanerReport, subjectOf } from '../../feeds/fhir/messages.ts';
import { XLSX_TYPE } from '../../../server/api/guard.ts';
import type { Story } from './story.ts';

const LUMC = { facility: 'lumc-leiden' };
const lines = (most: number) => (text: string) => `${text.split('\n').slice(0, most).join('\n')}\n`;

async function templateFor({ h }: Story): Promise<Uint8Array<ArrayBuffer>> {
  const address = 'http://localhost:8080/api/v1/feeds/xlsx/template?facility=lumc-leiden';
  const headers = await h.credentials('keyHospital');
  const answer = await h.app.fetch(new Request(address, { headers }));
  return new Uint8Array(await answer.arrayBuffer());
}

export async function feedsSend(story: Story): Promise<void> {
  const { h } = story;
  h.clock.now += 60_000;
  const time = story.at(0);
  const counts = [
    { code: 'numICUBeds', count: 22 },
    { code: 'numICUBedsOcc', count: 19 },
  ];
  const moment = { date: time, period: { start: time, end: time } };
  const type = 'application/fhir+json';
  await story.ask('keyHospital', 'post /api/v1/feeds/fhir', {
    type,
    body: sanerReport(counts, moment),
  });
  await h.send(
    'keyHospital',
    'POST',
    '/api/v1/feeds/fhir',
    sanerReport(counts, { ...moment, subject: subjectOf('een-onbekend-huis') }),
    { 'content-type': type },
  );
  await story.ask('keyHospital', 'post /api/v1/feeds/have', {
    type: 'application/xml',
    body: document(hospital({ traffic: 'Normal', time })).replace(/\n\s*/g, ''),
  });
  const head = 'facility;unit;staffed;occupied;available;status;reason;validUntil;observedAt';
  await story.ask('keyHospital', 'post /api/v1/feeds/csv', {
    query: { preview: 'true' },
    type: 'text/csv',
    body: `${head}\nlumc-leiden;icu;22;20;2;open;;;\n`,
  });
  await story.ask('keyHospital', 'get /api/v1/feeds/csv/template', {
    query: LUMC,
    show: lines(3),
  });
  // A file is no text: it is not shown, its answer is.
  await story.ask('keyHospital', 'get /api/v1/feeds/xlsx/template', {
    query: LUMC,
    show: () => undefined,
  });
  await story.ask('keyHospital', 'post /api/v1/feeds/xlsx', {
    query: { preview: 'true' },
    file: { type: XLSX_TYPE, bytes: await templateFor(story) },
  });
  await story.ask('administrator', 'get /api/v1/feeds');
  const waiting = await story.ask<{ id: string }[]>(
    'administrator',
    'get /api/v1/feeds/quarantine',
    {
      query: { waiting: 'true' },
    },
  );
  await story.ask('administrator', 'post /api/v1/feeds/quarantine/{message}/assignment', {
    params: { message: waiting[0]?.id ?? '' },
    body: { facility: 'haga-leyweg', remember: true },
  });
  await h.send(
    'keyHospital',
    'POST',
    '/api/v1/feeds/fhir',
    sanerReport(counts, { ...moment, subject: subjectOf('nog-een-onbekend-huis') }),
    { 'content-type': type },
  );
  const [another] = await story.ask<{ id: string }[]>(
    'administrator',
    'get /api/v1/feeds/quarantine',
    { query: { waiting: 'true' } },
  );
  await story.ask('administrator', 'delete /api/v1/feeds/quarantine/{message}', {
    params: { message: another?.id ?? '' },
    body: { because: 'not-ours' },
  });
  await story.ask('administrator', 'post /api/v1/feeds/quarantine/replays', {
    body: { system: 'agb', value: '06020505' },
  });
  const feeds = await story.ask<{ feed: string; channel: string }[]>(
    'administrator',
    'get /api/v1/feeds',
  );
  const { feed = '', channel = '' } = feeds.at(-1) ?? {};
  await story.ask('administrator', 'post /api/v1/feeds/{channel}/{feed}/end', {
    params: { channel, feed },
    body: {},
  });
}

export async function feedsAreSetUp(story: Story): Promise<void> {
  await story.ask('administrator', 'put /api/v1/facilities/{facility}/identifiers', {
    params: LUMC,
    body: {
      identifiers: [{ system: 'http://fhir.nl/fhir/NamingSystem/agb-z', value: '06020505' }],
    },
  });
  const made = await story.ask<{ id: string }>('administrator', 'post /api/v1/feeds/connections', {
    body: { ...LUMC, name: 'HiX van het LUMC', application: 'HIX', sendingFacility: 'LUMC' },
  });
  await story.ask('administrator', 'get /api/v1/feeds/connections');
  await story.ask('administrator', 'delete /api/v1/feeds/connections/{connection}', {
    params: { connection: made.id },
  });
  await story.ask('administrator', 'put /api/v1/facilities/{facility}/places', {
    params: LUMC,
    body: { places: [{ pointOfCare: 'IC-1', unit: 'icu' }], staffed: { icu: 22 } },
  });
  await story.ask('administrator', 'put /api/v1/facilities/{facility}/places.csv', {
    params: LUMC,
    type: 'text/csv',
    body: 'pointOfCare;room;bed;unit\nIC-1;;;icu\nPOLI;;;ignore\n',
  });
  await story.ask('administrator', 'post /api/v1/facilities/{facility}/places.csv', {
    params: LUMC,
    type: 'text/csv',
    body: 'pointOfCare;room;bed;unit\nIC-1;;;icu\nIC-2;;;geen\n',
  });
  await story.ask('administrator', 'post /api/v1/facilities/{facility}/places/mapping', {
    params: LUMC,
    body: { pointOfCare: 'IC-2', room: '12', bed: '1', unit: 'icu' },
  });
  await story.ask('hospital', 'get /api/v1/facilities/{facility}/places', { params: LUMC });
  await story.ask('hospital', 'get /api/v1/facilities/{facility}/places.csv', { params: LUMC });
  await story.ask('hospital', 'get /api/v1/feeds/places');
  await story.ask('keyHospital', 'post /api/v1/facilities/{facility}/census', {
    params: LUMC,
    body: { occupied: { icu: 18 } },
  });
}

export async function othersTake(story: Story): Promise<void> {
  await story.ask('viewer', 'get /api/v1/exports/have', { query: LUMC });
  await story.ask('viewer', 'get /api/v1/exports/fhir/metadata');
  await story.ask('viewer', 'get /api/v1/exports/fhir/{type}', {
    params: { type: 'MeasureReport' },
    query: LUMC,
  });
  await story.ask('dispatcher', 'get /api/v1/ledger', { query: { after: '112', limit: '2' } });
  await story.ask('chairWest', 'get /api/v1/ledger/verification');
  await story.ask(null, 'get /api/v1/health');
  await story.ask(null, 'get /api/v1/health/live');
  await story.ask(null, 'get /api/v1/health/ready');
  await story.ask('administrator', 'get /api/v1/metrics', { show: lines(4) });
  await story.ask('viewer', 'get /api/v1/openapi.json', {
    show: ({ openapi, info }: { openapi: string; info: { title: string; version: string } }) => {
      return { openapi, info: { title: info.title, version: info.version } };
    },
  });
  await story.ask('viewer', 'get /api/v1/docs', {
    show: (page: string) => page.slice(0, page.indexOf('<style>')),
  });
}
