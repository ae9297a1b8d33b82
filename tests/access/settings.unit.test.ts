import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadSecret, SecretError } from '../../server/secrets.ts';
import { readSettings, SettingsError, trustedOrigins } from '../../server/settings.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('want all files of TLS for HL7 v2 or none', () => {
    expect(() => readSettings({ MLLP_TLS_CERT: 'a', MLLP_TLS_KEY: 'b' })).toThrow(SettingsError);
    const all = { MLLP_TLS_CERT: 'a', MLLP_TLS_KEY: 'b', MLLP_TLS_CA: 'c' };
    expect(readSettings(all).mllpTls).toEqual({ cert: 'a', key: 'b', ca: 'c' });
  });

  it('ask LPZ only with address, token and mapping together', () => {
    const all = { LPZ_URL: 'https://lpz.example/', LPZ_TOKEN: 'rav:abc', LPZ_MAPPING: 'map.json' };
    expect(readSettings(all).lpz).toEqual({
      ...{ url: 'https://lpz.example', token: 'rav:abc', mapping: 'map.json', everyMs: 60_000 },
    });
    expect(problemsOf({ LPZ_URL: 'https://lpz.example' })).toHaveLength(1);
    expect(problemsOf({ ...all, LPZ_TOKEN: 'abc' })).toHaveLength(1);
    expect(problemsOf({ ...all, LPZ_EVERY_SECONDS: '5' })).toHaveLength(1);
  });

  it('have the defaults of the contract', () => {
    expect(readSettings({ PORT: '', UNKNOWN: 'x' })).toEqual({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: null,
      databaseUrl: 'file:./var/spoedkaart.db',
      osrmUrl: null,
      tilesUrl: null,
      demoPassword: null,
      demoSpeed: 1,
      demoSeed: 1,
      mllpPort: null,
      mllpTls: null,
      dropFolder: null,
      rateLimits: { key: 3_000, session: 1_200, dispatch: 1_200 },
      lpz: null,
      oidc: null,
      webhookAllow: [],
      drainSeconds: 0,
      secondFactorRoles: [],
      retention: {
        ...{ 'case-note': 8_760, 'exact-position': 24, 'glass-reason': 43_920 },
        ...{ note: 8_760, 'shift-note': 8_760, visit: 72 },
      },
      accessLogYears: null,
      logLevel: 'info',
      traces: null,
      feedWatch: { silentMinutes: 15, silentFactor: 3, failingMessages: 3 },
      wires: {
        ...{ headersMs: 10_000, requestMs: 120_000, keepAliveMs: 65_000, silentMs: 120_000 },
        ...{ everyMs: 2_000, headerBytes: 16_384, headerCount: 100 },
        ...{ connections: 20_000, waitingOfAddress: 500 },
      },
      trustedProxies: [],
    });
  });

  it('keep the access log five years at least, and all of it where nobody sets a term', () => {
    expect(readSettings({ KEEP_ACCESS_LOG_YEARS: '' }).accessLogYears).toBe(null);
    expect(readSettings({ KEEP_ACCESS_LOG_YEARS: '15' }).accessLogYears).toBe(15);
    for (const wrong of ['4', '0', '5.5', '21', 'never'])
      expect(problemsOf({ KEEP_ACCESS_LOG_YEARS: wrong })).toEqual([
        expect.stringMatching(/^KEEP_ACCESS_LOG_YEARS: .*5 to 20; without it all of it stays/),
      ]);
  });

  it('give a server time to send its dashboards elsewhere where there can be another one', () => {
    const postgres = { DATABASE_URL: 'postgres://user@host/name' };
    expect(readSettings(postgres).drainSeconds).toBe(5);
    expect(readSettings({ ...postgres, DRAIN_SECONDS: '0' }).drainSeconds).toBe(0);
    expect(readSettings({ DRAIN_SECONDS: '2.5' }).drainSeconds).toBe(2.5);
    for (const wrong of ['-1', '301', 'soon'])
      expect(problemsOf({ DRAIN_SECONDS: wrong })[0]).toContain('default 5 on PostgreSQL');
  });

  it('bound what a connection may cost', () => {
    const { wires } = readSettings({ HEADERS_SECONDS: '5', MOST_WAITING_CONNECTIONS: '0' });
    expect(wires).toMatchObject({ headersMs: 5_000, requestMs: 120_000, waitingOfAddress: 0 });
    // A request may always take longer than its headers, or Node refuses to start.
    expect(problemsOf({ HEADERS_SECONDS: '61' })[0]).toContain('default 10');
    expect(problemsOf({ REQUEST_SECONDS: '59' })[0]).toContain('default 120');
  });

  it('believe the proxies that are named, and refuse what names none', () => {
    const list = '10.0.0.4, 172.30.77.0/24,fd00::/8';
    expect(readSettings({ TRUSTED_PROXIES: list }).trustedProxies).toHaveLength(3);
    for (const wrong of ['caddy', '10.0.0.0/33', '0.0.0.0/0', '10.0.0.1,', 'fd00::/129', '1'])
      expect(problemsOf({ TRUSTED_PROXIES: wrong })[0]).toContain('is no address and no network');
  });

  it('send traces only where a collector is named, by the names that OpenTelemetry gave them', () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318/' };
    expect(readSettings({ OTEL_SERVICE_NAME: 'x' }).traces).toBeNull();
    expect(readSettings(endpoint).traces).toEqual({
      ...{ endpoint: 'http://collector.example:4318', headers: {} },
      ...{ serviceName: 'spoedkaart', share: 1 },
    });
    const headers = 'authorization=Bearer%20abc=,x-scope=one';
    expect(
      readSettings({ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers }).traces?.headers,
    ).toEqual({ authorization: 'Bearer abc=', 'x-scope': 'one' });
    expect(problemsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toHaveLength(1);
    expect(problemsOf({ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'a b' })).toHaveLength(1);
    expect(problemsOf({ OTEL_TRACES_SAMPLER_ARG: '2' })).toHaveLength(1);
    expect(problemsOf({ LOG_LEVEL: 'loud' })).toHaveLength(1);
  });

  it('have a provider of sign-in only with issuer, client, secret and rules together', () => {
    const all = {
      OIDC_ISSUER: 'https://login.ziekenhuis.example/realms/zorg',
      OIDC_CLIENT_ID: 'spoedkaart',
      OIDC_CLIENT_SECRET: 'secret',
      OIDC_RULES: 'rules.json',
    };
    expect(readSettings(all).oidc).toEqual({
      ...{ issuer: all.OIDC_ISSUER, clientId: 'spoedkaart', clientSecret: 'secret' },
      ...{ rulesFile: 'rules.json', scopes: 'openid email profile' },
      ...{ name: 'login.ziekenhuis.example', link: false, signOutThere: false, factor: null },
    });
    const more = { OIDC_LINK: 'yes', OIDC_NAME: 'Zorg', OIDC_SECOND_FACTOR: 'amr=a=b' };
    expect(readSettings({ ...all, ...more }).oidc).toMatchObject({
      ...{ link: true, name: 'Zorg', factor: { claim: 'amr', is: 'a=b' } },
    });
    for (const missing of Object.keys(all))
      expect(problemsOf({ ...all, [missing]: '' })[0], missing).toContain('all four or none');
    const wrongs: Record<string, string>[] = [
      { OIDC_ISSUER: 'http://login.example' },
      { OIDC_ISSUER: 'login.example' },
      { OIDC_ISSUER: 'https://login.microsoftonline.com/common/v2.0' },
      { OIDC_ISSUER: 'https://login.microsoftonline.com/organizations/v2.0' },
      { OIDC_SCOPES: 'email' },
      { OIDC_LINK: 'true' },
      { OIDC_SECOND_FACTOR: 'mfa' },
    ];
    for (const wrong of wrongs)
      expect(problemsOf({ ...all, ...wrong }), JSON.stringify(wrong)).toHaveLength(1);
    expect(readSettings({ ...all, OIDC_ISSUER: 'http://127.0.0.1:8180' }).oidc).not.toBeNull();
  });

  it('let webhooks out of the public internet only where that is said', () => {
    const both = readSettings({ WEBHOOK_ALLOW: 'localhost, private-network' });
    expect(both.webhookAllow).toEqual(['localhost', 'private-network']);
    expect(problemsOf({ WEBHOOK_ALLOW: 'everywhere' })).toHaveLength(1);
  });

  it('list all problems at once, each with its setting and what it is for', () => {
    const problems = problemsOf({
      PORT: '80800',
      PUBLIC_URL: 'spoedkaart.example',
      DATABASE_URL: 'mysql://x',
      DEMO_SPEED: 'fast',
      DEMO_PASSWORD: 'short',
    });
    expect(problems.map((line) => line.split(':')[0]).sort()).toEqual([
      ...['DATABASE_URL', 'DEMO_PASSWORD', 'DEMO_SPEED', 'PORT', 'PUBLIC_URL'],
    ]);
    expect(problems.find((line) => line.startsWith('PORT'))).toContain('default 8080');
  });

  it.each([
    'https://kaart.example.nl/path',
    'https://u:p@kaart.example.nl',
    'ftp://kaart.example.nl',
  ])('take an origin only as PUBLIC_URL: not %s', (url) => {
    expect(problemsOf({ PUBLIC_URL: url })).toHaveLength(1);
  });

  it.each(['postgres://u:secret@host/db', 'postgresql://one,two/db?target_session_attrs=primary'])(
    'take %s as a database',
    (DATABASE_URL) => {
      expect(readSettings({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
    },
  );

  it('say, without the password, that an address of PostgreSQL names no database', () => {
    const [problem] = problemsOf({ DATABASE_URL: 'postgres://u:secret@host' });
    expect(problem).toContain('names no database');
    expect(problem).not.toContain('secret');
  });

  it('trust the public address, or both loopbacks with the port', () => {
    expect(trustedOrigins('https://kaart.example.nl', 8080)).toEqual(['https://kaart.example.nl']);
    expect(trustedOrigins(null, 81)).toEqual(['http://127.0.0.1:81', 'http://localhost:81']);
  });
});

describe('the secret', () => {
  const folders: string[] = [];
  const aPlace = () => {
    const folder = mkdtempSync(join(tmpdir(), 'secret-'));
    folders.push(folder);
    return join(folder, 'a.db');
  };
  afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

  it('is made once, for the owner only', () => {
    const path = aPlace();
    const first = loadSecret(path);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(loadSecret(path)).toBe(first);
    expect(statSync(`${path}.secret`).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${path}.secret`, 'utf8').trim()).toBe(first);
  });

  it('that is damaged is not replaced by itself', () => {
    const path = aPlace();
    writeFileSync(`${path}.secret`, 'oops');
    expect(() => loadSecret(path)).toThrow(SecretError);
  });

  it('in memory is another each time', () => {
    expect(loadSecret(null)).not.toBe(loadSecret(null));
  });
});
