import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { loadGeography } from '../../seed/geography.ts';
import { loadSkeleton } from '../../seed/roads.ts';
import { createTravel, type TravelOptions } from '../../server/travel/index.ts';
import { createOsrm } from '../../server/travel/osrm.ts';

const from = { lat: 52.09, lon: 5.12 };
const destinations = [
  { id: 'near', position: { lat: 52.0862, lon: 5.1799 } },
  { id: 'far', position: { lat: 53.2219, lon: 6.576 } },
];
const car = { name: 'driving', ambulance: false };

let server: Server | undefined;
const asked: string[] = [];

afterEach(async () => {
  asked.length = 0;
  server?.closeAllConnections();
  await new Promise((done) => (server ? server.close(done) : done(null)));
  server = undefined;
});

async function engine(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const started = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  server = started;
  await new Promise<void>((listening) => started.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${String((started.address() as AddressInfo).port)}`;
}

function table(
  durations: (number | null)[],
  distances: (number | null)[],
  snap: number[] = [0, 0, 0],
) {
  const [source = 0, ...ends] = snap;
  const body = {
    code: 'Ok',
    durations: [durations],
    distances: [distances],
    sources: [{ distance: source, location: [5.12, 52.09], name: '' }],
    destinations: ends.map((distance) => ({ distance, location: [5, 52], name: '' })),
  };
  return (_request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  };
}

describe('the OSRM client', () => {
  it('asks one table for all destinations, longitude first', async () => {
    const url = await engine(table([600, 7200], [6000, 190_000]));
    await createOsrm(`${url}/`, fetch, car).table(from, destinations);
    expect(asked).toEqual([
      '/table/v1/driving/5.12000,52.09000;5.17990,52.08620;6.57600,53.22190' +
        '?sources=0&destinations=1;2&annotations=duration,distance',
    ]);
  });

  it('gives minutes and kilometres, labelled as an ordinary car or an ambulance', async () => {
    const url = await engine(table([605, 7200], [6040, 190_000]));
    const answer = await createOsrm(url, fetch, car).table(from, destinations);
    expect(answer).toEqual({
      ok: true,
      to: {
        near: {
          minutes: 10.1,
          low: 8.6,
          high: 14.6,
          roadKm: 6,
          engine: 'osrm-car',
          reliable: true,
          boatOrHelicopter: false,
        },
        far: {
          minutes: 120,
          low: 102,
          high: 152,
          roadKm: 190,
          engine: 'osrm-car',
          reliable: true,
          boatOrHelicopter: false,
        },
      },
    });
    const ambulance = createOsrm(url, fetch, { name: 'ambulance', ambulance: true });
    const siren = await ambulance.table(from, destinations);
    expect(siren.ok && siren.to.near?.engine).toBe('osrm');
  });

  it('leaves out what has no road', async () => {
    const url = await engine(table([600, null], [6000, null]));
    const answer = await createOsrm(url, fetch, car).table(from, destinations);
    expect(answer.ok && Object.keys(answer.to)).toEqual(['near']);
  });

  it('leaves out a destination that the engine moved far away', async () => {
    const url = await engine(table([600, 900], [6000, 9000], [10, 20, 2500]));
    const answer = await createOsrm(url, fetch, car).table(from, destinations);
    expect(answer.ok && Object.keys(answer.to)).toEqual(['near']);
  });

  it('says that the position is off the road when the engine moved it far away', async () => {
    const url = await engine(table([600, 900], [6000, 9000], [14_000, 0, 0]));
    const answer = await createOsrm(url, fetch, car).table(from, destinations);
    expect(answer).toMatchObject({ ok: false, failure: 'POSITION_OFF_ROAD' });
  });

  it.each([
    ['an error status', 'REFUSED', (response: ServerResponse) => response.writeHead(500).end('no')],
    ['no JSON', 'BAD_ANSWER', (response: ServerResponse) => response.end('<html>')],
    ['another shape', 'BAD_ANSWER', (response: ServerResponse) => response.end('{"code":"Ok"}')],
    [
      'too few durations',
      'BAD_ANSWER',
      (response: ServerResponse) => response.end('{"code":"Ok","durations":[[1]]}'),
    ],
    [
      'negative durations',
      'BAD_ANSWER',
      (response: ServerResponse) => response.end('{"code":"Ok","durations":[[-1,2]]}'),
    ],
    [
      'a refusal',
      'BAD_ANSWER',
      (response: ServerResponse) => response.end('{"code":"NoTable","message":"no"}'),
    ],
    ['a broken connection', 'UNREACHABLE', (response: ServerResponse) => response.destroy()],
  ] as const)('answers %s with the value %s', async (_name, failure, misbehave) => {
    const url = await engine((_request, response) => void misbehave(response));
    const answer = await createOsrm(url, fetch, car).table(from, destinations);
    expect(answer).toMatchObject({ ok: false, failure });
  });

  it('gives up on an engine that does not answer in time', async () => {
    const url = await engine(() => undefined);
    const answer = await createOsrm(url, fetch, car, 60).table(from, destinations);
    expect(answer).toMatchObject({ ok: false, failure: 'TIMEOUT' });
  });
});

describe('travel times', () => {
  const geography = loadGeography();
  const skeleton = loadSkeleton();
  const travel = (more: Partial<TravelOptions>) =>
    createTravel({ geography, skeleton, destinations: () => destinations, ...more });

  it('are the estimate when no engine is configured', async () => {
    const times = await travel({}).timesFrom(from);
    expect(times.engine).toBe('estimate-graph');
    expect(Object.keys(times.to).sort()).toEqual(['far', 'near']);
  });

  it('are the engine’s when it answers', async () => {
    const osrmUrl = await engine(table([600, 7200], [6000, 190_000]));
    const times = await travel({ osrmUrl, osrmAmbulance: true }).timesFrom(from);
    expect(times.engine).toBe('osrm');
    expect(times.to.near?.minutes).toBe(10);
  });

  it('are the estimate where the engine has none, each labelled by itself', async () => {
    const osrmUrl = await engine(table([600, null], [6000, null]));
    const times = await travel({ osrmUrl }).timesFrom(from);
    expect([times.to.near?.engine, times.to.far?.engine]).toEqual(['osrm-car', 'estimate-graph']);
  });

  it('are the estimate, labelled, when the engine fails, and say why', async () => {
    const osrmUrl = await engine((_request, response) => void response.writeHead(503).end());
    const failures: (string | null)[] = [];
    const onAnswer: TravelOptions['onAnswer'] = ({ failure }) => failures.push(failure);
    const times = await travel({ osrmUrl, onAnswer }).timesFrom(from);
    const own = await travel({}).timesFrom(from);
    expect(times).toEqual(own);
    expect(failures).toEqual(['REFUSED']);
  });

  it('mark an island even where the engine takes the ferry', async () => {
    const osrmUrl = await engine(table([3600, 7200], [60_000, 190_000]));
    const times = await travel({ osrmUrl }).timesFrom({ lat: 53.055, lon: 4.8 });
    expect(times.to.near).toMatchObject({
      engine: 'osrm-car',
      minutes: 60,
      reliable: false,
      boatOrHelicopter: true,
    });
  });
});
