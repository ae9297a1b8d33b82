/** What the server is for: figures and stops, the picture then and now, cases and decisions, the chair's shift. */
import { DEN_HAAG_CASE } from '../harness.ts';
import type { Story } from './story.ts';

const LUMC = { facility: 'lumc-leiden' };
const WEST = { region: 'west' };

export async function figuresComeIn(story: Story): Promise<void> {
  const { h } = story;
  await story.ask('keyHospital', 'put /api/v1/facilities/{facility}/units/{kind}', {
    params: { ...LUMC, kind: 'icu' },
    body: { staffed: 22, physical: 28, occupied: 19, available: 3, status: 'open' },
  });
  const stop = { scope: 'ct', level: 'impending', reason: 'equipment', until: story.at(120) };
  const made = await story.ask<{ id: string }>(
    'hospital',
    'post /api/v1/facilities/{facility}/stops',
    { params: LUMC, body: stop },
  );
  h.clock.now += 5 * 60_000;
  await story.ask('viewer', 'get /api/v1/picture', { query: WEST, show: lumcOnly });
  await story.ask('viewer', 'get /api/v1/facilities/{facility}', { params: LUMC });
  await story.ask('hospital', 'delete /api/v1/facilities/{facility}/stops/{stop}', {
    params: { ...LUMC, stop: made.id },
  });
}

type Pictured = { facilities: { id: string; units: { kind: string }[] }[] };
const SHOWN = ['ed', 'icu'];

/** One facility, with the units that something was said of. */
function lumcOnly<T extends Pictured>(picture: T): T {
  const facilities = picture.facilities
    .filter(({ id }) => id === 'lumc-leiden')
    .map((one) => ({ ...one, units: one.units.filter(({ kind }) => SHOWN.includes(kind)) }));
  return { ...picture, facilities };
}

export async function aPatientComes(story: Story): Promise<void> {
  const { h } = story;
  const opened = await story.ask<{ id: string; ranking: { seq: number } }>(
    'dispatcher',
    'post /api/v1/cases',
    { body: DEN_HAAG_CASE },
  );
  const params = { case: opened.id };
  await story.ask('dispatcher', 'put /api/v1/cases/{case}', {
    params,
    body: { ...DEN_HAAG_CASE, sex: 'female', crewSuspectsSevere: true },
  });
  await story.ask('dispatcher', 'get /api/v1/cases', { query: { open: 'true', limit: '10' } });
  await story.ask('dispatcher', 'get /api/v1/cases/{case}/ranking', { params });
  const decided = await story.ask<{ id: string }>(
    'dispatcher',
    'post /api/v1/cases/{case}/decisions',
    {
      params,
      body: {
        ...{ facility: 'lumc-leiden', seq: h.app.live.picture.seq },
        overrideReason: 'CREW_JUDGEMENT',
      },
    },
  );
  const decision = { decision: decided.id };
  await story.ask('dispatcher', 'put /api/v1/decisions/{decision}/override-reason', {
    params: decision,
    body: { overrideReason: 'WEATHER' },
  });
  await story.ask('hospital', 'post /api/v1/cases/{case}/acknowledgement', {
    params,
    body: { answer: 'accepted' },
  });
  h.clock.now += 60_000;
  await story.ask('dispatcher', 'post /api/v1/cases/{case}/status', {
    params,
    body: { status: 'en-route' },
  });
  await story.ask('dispatcher', 'get /api/v1/cases/{case}', { params });
  await story.ask('dispatcher', 'get /api/v1/decisions', { query: { limit: '10' } });
  await story.ask('dispatcher', 'get /api/v1/decisions/{decision}', { params: decision });
  await story.ask('dispatcher', 'get /api/v1/decisions/{decision}/replay', { params: decision });
  await story.ask('chairNation', 'get /api/v1/indicators', { query: WEST });
}

export async function itIsAccountedFor(story: Story): Promise<void> {
  const all = Object.values(story.h.app.live.picture.cases);
  const one = all.find(({ room }) => room === 'mk-den-haag');
  const params = { case: one?.id ?? '' };
  await story.ask('dispatcherNoord', 'post /api/v1/break-glass', {
    body: {
      ...params,
      code: 'takes-over',
      reason: 'De patient gaat over de grens van onze regio',
    },
  });
  await story.ask('hospital', 'get /api/v1/access-log', { query: { ...params, limit: '10' } });
  // Somebody tries numbers.
  for (const number of ['9001', '9002', '9003'])
    await story.h.send('dispatcherNoord', 'POST', '/api/v1/break-glass', {
      ...{ case: number, code: 'other', reason: 'Gebeld door iemand ter plaatse' },
    });
  story.h.clock.now += 60_000;
  await story.ask('chairNation', 'get /api/v1/access-log/unusual', { query: { limit: '10' } });
  await story.ask('hospital', 'get /api/v1/cases/{case}/held', { params, query: { as: 'file' } });
}

export async function aShiftIsKept(story: Story): Promise<void> {
  const { h } = story;
  h.clock.now += 60_000;
  await story.ask('chairWest', 'post /api/v1/facilities/{facility}/confirmation-requests', {
    params: LUMC,
    body: {},
  });
  await story.ask('chairWest', 'post /api/v1/regions/{region}/notes', {
    params: WEST,
    body: { text: 'De IC van het LUMC belt om vijf uur terug' },
  });
  await story.ask('chairWest', 'get /api/v1/regions/{region}/notes', { params: WEST });
  const hours = { hours: '8' };
  await story.ask('chairWest', 'get /api/v1/regions/{region}/handover-draft', {
    params: WEST,
    query: hours,
  });
  await story.ask('chairWest', 'post /api/v1/regions/{region}/handovers', {
    params: WEST,
    body: { from: story.at(-8 * 60), to: story.at(0), text: 'Rustige dienst' },
  });
  await story.ask('chairWest', 'get /api/v1/regions/{region}/handovers', { params: WEST });
}

export async function oneLooksBack(story: Story): Promise<void> {
  const { h } = story;
  const seq = String(h.app.live.picture.seq - 5);
  await story.ask('viewer', 'get /api/v1/snapshot', {
    query: { seq },
    show: (message: { picture: Pictured }) => ({ ...message, picture: lumcOnly(message.picture) }),
  });
  await story.ask('chairWest', 'get /api/v1/history', { query: WEST });
  await story.ask('chairWest', 'get /api/v1/regions/{region}/changes', {
    params: WEST,
    query: { seq },
  });
  await story.ask('viewer', 'get /api/v1/trends', { query: { ...WEST, unit: 'icu' } });
  await story.ask('viewer', 'get /api/v1/trends/recent', { query: WEST });
}

export async function theMapIsDrawn(story: Story): Promise<void> {
  await story.ask('viewer', 'get /api/v1/places', { query: { q: 'leiden' } });
  await story.ask('viewer', 'get /api/v1/map-settings');
  await story.ask('viewer', 'get /api/v1/reach');
  await story.ask('viewer', 'get /api/v1/facilities/{facility}/isochrones', { params: LUMC });
  await story.ask('viewer', 'get /api/v1/travel-times', { query: { from: 'lumc-leiden' } });
}
