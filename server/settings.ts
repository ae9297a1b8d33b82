/** The settings, from the environment: one schema, all problems said at once. Source: contract, "Settings". */
import { z } from 'zod';
import { checkDatabaseUrl, DEFAULT_DATABASE_URL, isPostgres } from '../db/database-url.ts';
import {
  ACCESS_LOG_TERM,
  TERMS,
  type Remnant,
  type Retention,
} from './domain/accountability/retention.ts';
import { USUAL_WATCH, type FeedWatch } from './domain/feeds/state.ts';
import { PEOPLE_ROLES, type PeopleRole } from './access/scope.ts';
import { USUAL_LIMITS, type RateLimits } from './access/request-limiter.ts';
import { DOOR_HINTS, DOOR_SCHEMA, doorsOf, type DoorSettings } from './settings-doors.ts';
import { OIDC_HINTS, OIDC_SCHEMA, oidcOf, type OidcSettings } from './settings-oidc.ts';
import type { TraceSettings } from './watch/traces.ts';

const port = z.coerce.number('give a number').int('give a whole number').min(0).max(65_535);

const webAddress = z
  .url({ protocol: /^https?$/, error: 'give an address that begins with http:// or https://' })
  .transform((address) => address.replace(/\/+$/, ''));

const origin = webAddress.refine((address) => new URL(address).origin === address, {
  error: 'give scheme, host and port only, such as https://spoedkaart.example.nl',
});

const databaseUrl = z.string().superRefine((url, context) => {
  try {
    checkDatabaseUrl(url);
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: error instanceof Error ? error.message : 'cannot be used',
    });
  }
});

const ROLE_LIST = PEOPLE_ROLES.join(', ');
const requests = z.coerce.number('give a number').int('give a whole number').min(0).max(1_000_000);

/** Seconds. Several servers: long enough for a balancer to see it and for sockets to go. Alone there is nowhere to go to. */
const USUAL_DRAIN = { shared: 5, alone: 0 } as const;
/** A term of retention in its unit, within its bounds. */
const term = (kind: Remnant, hours: number) => {
  const { usual, least, most } = TERMS[kind];
  return z.coerce
    .number('give a number')
    .int('give a whole number')
    .min(least / hours)
    .max(most / hours)
    .default(usual / hours);
};

const termHint = (what: string, kind: Remnant, hours: number) => {
  const { usual, least, most } = TERMS[kind];
  const unit = hours === 1 ? 'hours' : 'days';
  return `${what} is erased after so many ${unit}, ${least / hours} to ${most / hours}; default ${usual / hours}`;
};

const SCHEMA = z.object({
  PORT: port.default(8080),
  HOST: z.string().max(255).default('127.0.0.1'),
  PUBLIC_URL: origin.nullable().default(null),
  DATABASE_URL: databaseUrl.default(DEFAULT_DATABASE_URL),
  OSRM_URL: webAddress.nullable().default(null),
  TILES_URL: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'give an address with {z}, {x} and {y} in it')
    .nullable()
    .default(null),
  DEMO_PASSWORD: z.string().min(8, 'give at least 8 characters').max(128).nullable().default(null),
  DEMO_SPEED: z.coerce.number('give a number').min(0.1).max(600).default(1),
  DEMO_SEED: z.coerce
    .number('give a number')
    .int('give a whole number')
    .min(0)
    .max(2 ** 31)
    .default(1),
  MLLP_PORT: port.nullable().default(null),
  RATE_LIMIT_KEY: requests.default(USUAL_LIMITS.key),
  RATE_LIMIT_SESSION: requests.default(USUAL_LIMITS.session),
  RATE_LIMIT_DISPATCH: requests.default(USUAL_LIMITS.dispatch),
  DROP_FOLDER: z.string().max(4_096).nullable().default(null),
  LPZ_URL: webAddress.nullable().default(null),
  LPZ_TOKEN: z
    .string()
    .regex(/^[^\s:]+:\S+$/, 'give user and token with a colon between them')
    .nullable()
    .default(null),
  LPZ_MAPPING: z.string().max(4_096).nullable().default(null),
  LPZ_EVERY_SECONDS: z.coerce.number('give a number').min(15).max(3_600).default(60),
  WEBHOOK_ALLOW: z
    .string()
    .transform((list) => list.split(',').map((word) => word.trim()))
    .pipe(
      z.array(z.enum(['localhost', 'private-network'], 'give localhost, private-network or both')),
    )
    .default([]),
  FEED_SILENT_MINUTES: z.coerce
    .number('give a number')
    .min(1)
    .max(7 * 24 * 60)
    .default(USUAL_WATCH.silentMinutes),
  FEED_SILENT_FACTOR: z.coerce
    .number('give a number')
    .min(1)
    .max(100)
    .default(USUAL_WATCH.silentFactor),
  FEED_FAILING_MESSAGES: z.coerce
    .number('give a number')
    .int('give a whole number')
    .min(1)
    .max(1_000)
    .default(USUAL_WATCH.failingMessages),
  DRAIN_SECONDS: z.coerce.number('give a number').min(0).max(300).nullable().default(null),
  KEEP_POSITION_HOURS: term('exact-position', 1),
  KEEP_NOTES_DAYS: term('note', 24),
  KEEP_CASE_NOTES_DAYS: term('case-note', 24),
  KEEP_SHIFT_NOTES_DAYS: term('shift-note', 24),
  KEEP_GLASS_REASONS_DAYS: term('glass-reason', 24),
  KEEP_VISITS_HOURS: term('visit', 1),
  KEEP_ACCESS_LOG_YEARS: z.coerce
    .number('give a number')
    .int('give a whole number')
    .min(ACCESS_LOG_TERM.least)
    .max(ACCESS_LOG_TERM.most)
    .nullable()
    .default(null),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn'], 'give debug, info or warn').default('info'),
  // The names and forms of these are OpenTelemetry's own (its specification, "OTLP Exporter" and "SDK configuration").
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress.nullable().default(null),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[^=,\s]+=[^,]*(?:,[^=,\s]+=[^,]*)*$/, 'give name=value, with commas between')
    .nullable()
    .default(null),
  OTEL_SERVICE_NAME: z.string().max(200).default('spoedkaart'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number('give a number').min(0).max(1).default(1),
  SECOND_FACTOR_ROLES: z
    .string()
    .transform((list) => list.split(',').map((word) => word.trim()))
    .pipe(
      z
        .array(z.enum(PEOPLE_ROLES as [PeopleRole, ...PeopleRole[]], `give ${ROLE_LIST}`))
        .refine((list) => new Set(list).size === list.length, 'give each role once'),
    )
    .default([]),
  MLLP_TLS_CERT: z.string().max(4_096).nullable().default(null),
  MLLP_TLS_KEY: z.string().max(4_096).nullable().default(null),
  MLLP_TLS_CA: z.string().max(4_096).nullable().default(null),
  ...DOOR_SCHEMA,
  ...OIDC_SCHEMA,
});

/** What each setting is for, said when it is wrong. */
const HINTS: Record<keyof z.output<typeof SCHEMA>, string> = {
  PORT: 'port to listen on, 0 for any free one; default 8080',
  HOST: 'address to listen on; default 127.0.0.1, 0.0.0.0 for all',
  PUBLIC_URL: 'address by which people reach the server, when it is not the machine itself',
  DATABASE_URL: `place of the database, file:<path> or postgres://…; default ${DEFAULT_DATABASE_URL}`,
  OSRM_URL: 'address of an OSRM routing engine; without one times are estimated',
  TILES_URL: 'address of map tiles; without one the vector map is drawn',
  DEMO_PASSWORD: 'password of the demo accounts; without one a random one is printed',
  DEMO_SPEED: 'simulated minutes a minute, 0.1 to 600; default 1',
  DEMO_SEED: 'seed of the simulation, a whole number; default 1',
  MLLP_PORT: 'port for HL7 v2 over MLLP; without one it is off',
  RATE_LIMIT_KEY: `requests a minute of one API key, 0 for no limit; default ${USUAL_LIMITS.key}`,
  RATE_LIMIT_SESSION: `requests a minute of one session, 0 for no limit; default ${USUAL_LIMITS.session}`,
  RATE_LIMIT_DISPATCH: `requests a minute over cases of one key or session, 0 for no limit; default ${USUAL_LIMITS.dispatch}`,
  DROP_FOLDER: 'folder where a nightly job leaves CSV or Excel files with capacity',
  LPZ_URL: 'address of LPZ, with LPZ_TOKEN and LPZ_MAPPING; without it LPZ is not asked',
  LPZ_TOKEN: 'user and token of the read interface of LPZ, user:token',
  LPZ_MAPPING: 'file that says what stands where in the answer of LPZ (docs/lpz.md)',
  LPZ_EVERY_SECONDS: 'LPZ is asked so often, 15 to 3600 seconds; default 60',
  WEBHOOK_ALLOW:
    'where webhooks may go besides the public internet: localhost, private-network or both with a comma',
  FEED_SILENT_MINUTES: 'a feed is never called silent before so many minutes; default 15',
  FEED_SILENT_FACTOR: 'a feed is silent after so many times its usual pause; default 3',
  FEED_FAILING_MESSAGES: 'a feed fails after so many unusable messages in a row; default 3',
  DRAIN_SECONDS: `seconds in which a server that is told to end sends its dashboards elsewhere, 0 to 300; default ${USUAL_DRAIN.shared} on PostgreSQL and ${USUAL_DRAIN.alone} on a file`,
  KEEP_POSITION_HOURS: termHint('the exact position of a case', 'exact-position', 1),
  KEEP_NOTES_DAYS: termHint('a note on a unit or a stop', 'note', 24),
  KEEP_CASE_NOTES_DAYS: termHint('a note or reason on a case', 'case-note', 24),
  KEEP_SHIFT_NOTES_DAYS: termHint('a note or handover of a chair', 'shift-note', 24),
  KEEP_GLASS_REASONS_DAYS: termHint('the reason of an emergency access', 'glass-reason', 24),
  KEEP_VISITS_HOURS: termHint('the keyed hash of a visit', 'visit', 1),
  KEEP_ACCESS_LOG_YEARS: `a look is cut from the access log after so many years, ${ACCESS_LOG_TERM.least} to ${ACCESS_LOG_TERM.most}; without it all of it stays`,
  LOG_LEVEL: 'the least that is logged: debug, info or warn; default info',
  OTEL_EXPORTER_OTLP_ENDPOINT:
    'address of an OTLP/HTTP collector of traces; without one none are made',
  OTEL_EXPORTER_OTLP_HEADERS: 'headers for that collector, name=value with commas between',
  OTEL_SERVICE_NAME: 'name of this service in traces; default spoedkaart',
  OTEL_TRACES_SAMPLER_ARG: 'share of requests that are traced, 0 to 1; default 1',
  SECOND_FACTOR_ROLES: `roles that need a second factor, with commas: ${ROLE_LIST}; default none`,
  MLLP_TLS_CERT: 'file of the certificate for MLLP over TLS, with MLLP_TLS_KEY and MLLP_TLS_CA',
  MLLP_TLS_KEY: 'file of its key',
  MLLP_TLS_CA: 'file of the authority that signs the certificates of the senders',
  ...DOOR_HINTS,
  ...OIDC_HINTS,
};

export interface Settings extends DoorSettings {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Origin by which browsers reach us; null: the loopbacks with the port. */
  publicUrl: string | null;
  databaseUrl: string;
  osrmUrl: string | null;
  tilesUrl: string | null;
  demoPassword: string | null;
  /** Simulated minutes a minute. */
  demoSpeed: number;
  demoSeed: number;
  mllpPort: number | null;
  /** Folder for spreadsheets of a nightly job; who writes there speaks for every facility. */
  dropFolder: string | null;
  /** The read interface of LPZ and the file of its mapping; null: not asked. */
  lpz: { url: string; token: string; mapping: string; everyMs: number } | null;
  /** Where webhooks may go besides addresses of the public internet. */
  webhookAllow: readonly ('localhost' | 'private-network')[];
  /** From when on a feed is called silent or failing. */
  feedWatch: FeedWatch;
  /** Files for TLS on that port, all three or none: a plain line is for a network that is safe by itself. */
  mllpTls: { cert: string; key: string; ca: string } | null;
  logLevel: 'debug' | 'info' | 'warn';
  /** Where traces go; null: none are made. */
  traces: TraceSettings | null;
  /** In which a server that is told to end sends its dashboards elsewhere. */
  drainSeconds: number;
  /** How long what could point to a person is kept. */
  retention: Retention;
  /** After how many years a look is cut from the access log; null: never. */
  accessLogYears: number | null;
  /** Roles whose people must have a second factor. */
  secondFactorRoles: readonly PeopleRole[];
  /** The provider by which people may sign in; null: none. */
  oidc: OidcSettings | null;
  /** Requests a minute; 0 is no limit. */
  rateLimits: RateLimits;
}

/** Some settings cannot be used; `problems` has a line for each, with a hint. */
export class SettingsError extends Error {
  override name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map((one) => `  ${one}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * An empty value counts as absent. Variables that are not ours are passed over.
 * @throws SettingsError naming every problem.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = SCHEMA.safeParse(given);
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map(({ path, message }) => {
        const name = String(path[0]);
        return `${name}: ${message} (${HINTS[name as keyof typeof HINTS]})`;
      }),
    );
  }
  const found = parsed.data;
  const { MLLP_TLS_CERT: cert, MLLP_TLS_KEY: key, MLLP_TLS_CA: ca } = found;
  const whole = cert !== null && key !== null && ca !== null;
  if (!whole && (cert ?? key ?? ca) !== null)
    throw new SettingsError([
      'MLLP_TLS_CERT, MLLP_TLS_KEY, MLLP_TLS_CA: give all three or none of them',
    ]);
  const { LPZ_URL: url, LPZ_TOKEN: token, LPZ_MAPPING: mapping } = found;
  const asks = url !== null && token !== null && mapping !== null;
  if (!asks && (url ?? token ?? mapping) !== null)
    throw new SettingsError(['LPZ_URL, LPZ_TOKEN, LPZ_MAPPING: give all three or none of them']);
  const oidc = oidcOf(found);
  if (oidc === 'incomplete')
    throw new SettingsError([
      'OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_RULES: give all four or none of them',
    ]);
  return {
    oidc,
    port: found.PORT,
    host: found.HOST,
    publicUrl: found.PUBLIC_URL,
    databaseUrl: found.DATABASE_URL,
    osrmUrl: found.OSRM_URL,
    tilesUrl: found.TILES_URL,
    demoPassword: found.DEMO_PASSWORD,
    demoSpeed: found.DEMO_SPEED,
    demoSeed: found.DEMO_SEED,
    mllpPort: found.MLLP_PORT,
    dropFolder: found.DROP_FOLDER,
    rateLimits: {
      key: found.RATE_LIMIT_KEY,
      session: found.RATE_LIMIT_SESSION,
      dispatch: found.RATE_LIMIT_DISPATCH,
    },
    lpz: asks ? { url, token, mapping, everyMs: found.LPZ_EVERY_SECONDS * 1000 } : null,
    secondFactorRoles: found.SECOND_FACTOR_ROLES,
    webhookAllow: found.WEBHOOK_ALLOW,
    feedWatch: {
      silentMinutes: found.FEED_SILENT_MINUTES,
      silentFactor: found.FEED_SILENT_FACTOR,
      failingMessages: found.FEED_FAILING_MESSAGES,
    },
    logLevel: found.LOG_LEVEL,
    traces:
      found.OTEL_EXPORTER_OTLP_ENDPOINT === null
        ? null
        : {
            endpoint: found.OTEL_EXPORTER_OTLP_ENDPOINT,
            headers: headersOf(found.OTEL_EXPORTER_OTLP_HEADERS),
            serviceName: found.OTEL_SERVICE_NAME,
            share: found.OTEL_TRACES_SAMPLER_ARG,
          },
    drainSeconds:
      found.DRAIN_SECONDS ??
      (isPostgres(found.DATABASE_URL) ? USUAL_DRAIN.shared : USUAL_DRAIN.alone),
    retention: {
      'exact-position': found.KEEP_POSITION_HOURS,
      note: found.KEEP_NOTES_DAYS * 24,
      'case-note': found.KEEP_CASE_NOTES_DAYS * 24,
      'shift-note': found.KEEP_SHIFT_NOTES_DAYS * 24,
      'glass-reason': found.KEEP_GLASS_REASONS_DAYS * 24,
      visit: found.KEEP_VISITS_HOURS,
    },
    accessLogYears: found.KEEP_ACCESS_LOG_YEARS,
    mllpTls: whole ? { cert, key, ca } : null,
    ...doorsOf(found),
  };
}

/** `name=value,name=value`, values percent-encoded. */
function headersOf(list: string | null): Record<string, string> {
  const pairs = list === null ? [] : list.split(',').map((one) => one.split(/=(.*)/s));
  return Object.fromEntries(
    pairs.map(([name = '', value = '']) => [name.trim(), decoded(value.trim())]),
  );
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Origins that a browser may come from: the public one, or both loopbacks with the port (contract, "Settings"). */
export function trustedOrigins(publicUrl: string | null, port: number): string[] {
  if (publicUrl !== null) return [publicUrl];
  return [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
}
