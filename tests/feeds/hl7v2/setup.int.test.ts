/** How a hospital's HL7 v2 feed is set up: connections, the map of its places, a census; and the line over TLS. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { frame, FrameReader } from '../../../server/feeds/hl7v2/mllp.ts';
import { startMllp } from '../../../server/feeds/hl7v2/server.ts';
import { createHarness, problemOf, type Harness } from '../../api/harness.ts';
import { inFolder } from '../../db/helpers.ts';
import { adt } from './messages.ts';
import { NO_TRACES } from '../../../server/watch/traces.ts';

const order = (over: object = {}) => ({
  ...{ facility: 'lumc-leiden', name: 'HiX', application: 'HIX', sendingFacility: 'ZHX' },
  ...over,
});
const admin = (
  h: Harness,
  method: string,
  path: string,
  body?: unknown,
  type = 'application/json',
) => h.send('administrator', method, `/api/v1${path}`, body, { 'content-type': type });
const PLACES = '/facilities/lumc-leiden/places';

describe('a connection', () => {
  it('is one a sender, until it is revoked', async () => {
    const h = await createHarness();
    const made = await admin(h, 'POST', '/feeds/connections', order());
    expect(made.status).toBe(201);
    const again = await admin(h, 'POST', '/feeds/connections', order({ facility: 'haga-leyweg' }));
    expect([again.status, problemOf(again).code]).toEqual([409, 'CONNECTION_EXISTS']);
    const { id } = made.body as { id: string };
    const line = { certificate: null, connection: null };
    expect(await h.app.feeds.adt.handle(Buffer.from(adt()), line)).toContain('MSA|AA|');
    await admin(h, 'DELETE', `/feeds/connections/${id}`);
    const fresh = { certificate: null, connection: null };
    expect(await h.app.feeds.adt.handle(Buffer.from(adt({ id: '2' })), fresh)).toContain('MSA|AR|');
    const gone = await admin(h, 'DELETE', `/feeds/connections/${id}`);
    expect(problemOf(gone).code).toBe('UNKNOWN_CONNECTION');
  });

  it.each([
    ['an unknown facility', { facility: 'nowhere' }, 'UNKNOWN_FACILITY'],
    ['a fingerprint that is none', { certificate: 'abc' }, 'VALIDATION'],
    ['a state of beds that is none', { bedCodes: { X: 'gone' } }, 'VALIDATION'],
  ])('with %s is refused', async (_what, over, code) => {
    const h = await createHarness();
    const reply = await admin(h, 'POST', '/feeds/connections', order(over));
    expect([reply.status, problemOf(reply).code]).toEqual([422, code]);
  });
});

describe('the map of places', () => {
  it('comes from a spreadsheet, whole or not at all', async () => {
    const h = await createHarness();
    const csv =
      '\ufeffpointOfCare;room;bed;unit\r\nIC;;;icu\r\nIC;199;;ignore\r\n"SEH ""A""";;;ed\r\n';
    const put = (text: string) => admin(h, 'PUT', `${PLACES}.csv`, text, 'text/csv');
    const kept = await put(csv);
    expect(kept.body).toMatchObject({
      places: [
        { pointOfCare: 'IC', room: '', unit: 'icu', ignored: false },
        { pointOfCare: 'IC', room: '199', unit: null, ignored: true },
        { pointOfCare: 'SEH "A"', unit: 'ed' },
      ],
    });
    const bad = await put('pointOfCare;unit\nIC;icu\nX;no-such\n;ed\nY;burns\n');
    expect([bad.status, problemOf(bad).errors?.map((one) => one.path)]).toEqual([
      422,
      ['row 3 unit', 'row 4 pointOfCare', 'row 5 unit'],
    ]);
    const lacking = await put('pointOfCare;unit\nIC;icu\nX;burns\n');
    expect(problemOf(lacking).errors?.[0]?.path).toBe('row 3 unit');
    const broken = await put('pointOfCare;unit\n"IC;icu\n');
    expect([broken.status, problemOf(broken).code]).toEqual([400, 'MALFORMED_CSV']);
    expect((await admin(h, 'GET', PLACES)).body).toEqual(kept.body);
  });

  it('is looked at before it is taken over, row by row, and comes back as it went', async () => {
    const h = await createHarness();
    const csv = (method: string, text: string) =>
      admin(h, method, `${PLACES}.csv`, text, 'text/csv');
    await csv('PUT', 'pointOfCare;room;bed;unit\nIC;;;icu\nPOLI;;;ignore\n');
    const preview = await csv(
      'POST',
      `pointOfCare;room;bed;unit\nIC;;;ed\n=SUM(A1);1;2;icu\nIC;;;icu\nX;;;burns\nY;;;ward9\n;1;;icu\nZ;${'9'.repeat(201)};;icu\n`,
    );
    expect(preview.body).toEqual({
      ...{ rows: 4, added: 2, changed: 1, gone: 1 },
      faults: [
        [4, null, 'SAME_PLACE', 2, 'the same place as row 2'],
        [5, 'unit', 'NO_SUCH_UNIT', null, 'the facility has no such unit'],
        [6, 'unit', 'UNKNOWN_KIND', null, expect.stringMatching(/icu/) as string],
        [7, 'pointOfCare', 'NO_POINT_OF_CARE', null, 'names no point of care'],
        [8, 'room', 'TOO_LONG', 200, 'at most 200 letters'],
      ].map(([row, column, code, number, message]) => ({ row, column, code, number, message })),
    });
    await csv('PUT', 'pointOfCare;room;bed;unit\nIC;;;icu\n=A1;;;ignore\n');
    const taken = await admin(h, 'GET', `${PLACES}.csv`);
    expect(taken.body).toContain("'=A1;;;ignore;");
    const before = (await admin(h, 'GET', PLACES)).body;
    expect((await csv('PUT', taken.body as string)).body).toEqual(before);
  });

  it('counts as known what a wider row speaks for', async () => {
    const h = await createHarness();
    await admin(h, 'POST', '/feeds/connections', order());
    for (const [n, place] of ['POLI^1^1', 'ICU9^1^1'].entries())
      await h.app.feeds.adt.handle(Buffer.from(adt({ id: `${n}`, visit: `V${n}`, place })), {
        ...{ certificate: null, connection: null },
      });
    const sums = async () => (await h.send('chairWest', 'GET', '/api/v1/feeds/places')).body;
    expect(await sums()).toMatchObject([{ facility: 'lumc-leiden', mapped: 0, unmapped: 2 }]);
    const whole = { pointOfCare: 'POLI', ignored: true };
    await admin(h, 'POST', `${PLACES}/mapping`, whole);
    expect(await sums()).toMatchObject([{ facility: 'lumc-leiden', mapped: 2, unmapped: 1 }]);
    expect((await h.send('hospitalHaga', 'GET', '/api/v1/feeds/places')).body).toEqual([]);
  });

  it('shows what was named and is not mapped, and counts it once it is', async () => {
    const h = await createHarness();
    await admin(h, 'POST', '/feeds/connections', order());
    const line = { certificate: null, connection: null };
    await h.app.feeds.adt.handle(Buffer.from(adt({ place: 'ICU9^1^1' })), line);
    const { body } = await admin(h, 'GET', PLACES);
    expect(body).toMatchObject({
      places: [{ pointOfCare: 'ICU9', room: '1', bed: '1', unit: null, seen: 1 }],
    });
    await admin(h, 'PUT', PLACES, {
      places: [{ pointOfCare: 'ICU9', unit: 'icu' }],
      staffed: { icu: 20 },
    });
    const icu = h.app.live.picture.facilities['lumc-leiden']?.units.find(
      (unit) => unit.kind === 'icu',
    );
    expect(icu?.observations).toMatchObject([
      { channel: 'hl7v2', occupied: 1, available: 19, staffed: 20 },
    ]);
  });
});

describe('a census', () => {
  it('says by how many the feed was wrong, and corrects it', async () => {
    const h = await createHarness();
    await admin(h, 'PUT', PLACES, {
      places: [{ pointOfCare: 'IC', unit: 'icu' }],
      staffed: { icu: 20 },
    });
    const reply = await h.send('hospital', 'POST', '/api/v1/facilities/lumc-leiden/census', {
      occupied: { icu: 3 },
    });
    expect(reply.body).toEqual({ facility: 'lumc-leiden', drift: { icu: -3 } });
    const icu = h.app.live.picture.facilities['lumc-leiden']?.units.find(
      (unit) => unit.kind === 'icu',
    );
    expect(icu?.observations).toMatchObject([{ occupied: 3, available: 17 }]);
    const wrong = await h.send('hospital', 'POST', '/api/v1/facilities/lumc-leiden/census', {
      occupied: { burns: 3 },
    });
    expect(wrong.status).toBe(422);
  });
});

describe('a line over TLS', () => {
  /** An authority, a server and two clients, made for this test. */
  const certificates = (folder: string) => {
    const ssl = (...words: string[]) =>
      execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout'];
    ssl(
      'req',
      '-x509',
      ...key,
      'ca.key',
      '-out',
      'ca.crt',
      '-days',
      '2',
      '-subj',
      '/CN=test authority',
    );
    for (const name of ['server', 'known', 'other']) {
      ssl('req', ...key, `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      ssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.crt',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        `${name}.crt`,
        '-days',
        '2',
      );
    }
    const fingerprint = ssl(
      'x509',
      '-in',
      'known.crt',
      '-noout',
      '-fingerprint',
      '-sha256',
    ).toString();
    return {
      read: (name: string) => readFileSync(join(folder, name)),
      fingerprint: fingerprint.split('=')[1]?.trim() ?? '',
    };
  };

  it('lets a sender speak by its certificate, and nobody else in its name', async () => {
    await inFolder(async (folder) => {
      const { read, fingerprint } = certificates(folder);
      const h = await createHarness();
      await admin(h, 'POST', '/feeds/connections', order({ certificate: fingerprint }));
      const tls = { cert: read('server.crt'), key: read('server.key'), ca: read('ca.crt') };
      const server = await startMllp({
        traces: NO_TRACES,
        feed: h.app.feeds.adt,
        port: 0,
        host: '127.0.0.1',
        tls,
        onFault: () => undefined,
      });
      try {
        const answerTo = async (client: string | null) => {
          const own =
            client === null ? {} : { cert: read(`${client}.crt`), key: read(`${client}.key`) };
          const socket: TLSSocket = connect({
            port: server.port,
            host: '127.0.0.1',
            ca: tls.ca,
            ...own,
            checkServerIdentity: () => undefined,
          });
          const reader = new FrameReader();
          let answer: string | null = null;
          socket.on('data', (data: Buffer) => {
            for (const one of reader.push(data))
              if (one.ok) answer = /MSA\|(\w\w)/.exec(one.bytes.toString())?.[1] ?? null;
            socket.end();
          });
          socket.on('error', () => socket.destroy());
          socket.write(frame(adt()));
          await new Promise((resolve) => socket.once('close', resolve));
          return answer;
        };
        expect(await answerTo('known')).toBe('AA');
        expect(await answerTo('other')).toBe('AR');
        expect(await answerTo(null)).toBeNull();
      } finally {
        await server.close();
      }
    });
  });
});
