/** Who is signed in, as the dashboard needs it. `GET /api/v1/me`. */
import type { BrowserName, SystemName } from '#domain/access/browser.ts';
import type { Action, Scope } from '#domain/access/table.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import type { WallSetup } from '#domain/walls/setup.ts';
import type { Role } from '#domain/words.ts';

export interface Me {
  id: string;
  /** Work address of the account; null for a key. Never a patient's. */
  email: string | null;
  role: Role;
  scope: Scope;
  /** What the role may do at all. */
  actions: Action[];
  /** Names of the region, room or facilities that the account speaks for. */
  organisation: string;
  /** The wall screen that asks; null for people and keys. */
  wall: { id: string; name: string; setup: WallSetup } | null;
  /** What the provider of sign-in is called that the account comes from; null for an account of our own, keys and screens. */
  provider: string | null;
  /** A demo shows its mark everywhere. */
  demo: boolean;
  /** Server's version and time, ISO. */
  version: string;
  now: string;
}

/** `GET /api/auth/sign-in/ways`: how one can sign in besides by a password. */
export interface SignInWays {
  /** What the provider is called, and where a browser goes to sign in by it; null without one. */
  provider: { name: string; leave: string } | null;
}

/** One of `GET /api/v1/sessions`: an open session of an account. */
export interface SessionWire {
  id: string;
  /** ISO times; the use is noted at most once in five minutes. */
  begunAt: string;
  usedAt: string;
  expiresAt: string;
  browser: BrowserName;
  system: SystemName;
  /** The one that asks. */
  own: boolean;
}

/** `GET /api/auth/second-factor`: what the account has, and whether its role must have one. */
export interface SecondFactorWire {
  /** Work address of the account. */
  email: string;
  required: boolean;
  /** Codes of an app; null: none. */
  codes: FactorAge | null;
  /** How many recovery codes are left. */
  recoveryCodes: number;
  /** It signs in by a password, which is asked again before a change. */
  password: boolean;
  passkeys: (FactorAge & { id: string; name: string })[];
}

/** ISO times of a factor; null: not known, or never. */
export interface FactorAge {
  createdAt: string | null;
  usedAt: string | null;
}

/** What signing in has come to: done, a second factor to be shown, or one to be set up before anything else. */
export interface SignInWire {
  step: 'done' | 'second-factor' | 'set-up';
  /** By what a second factor may be shown; null where none is asked for. */
  ways: { codes: boolean; passkey: boolean } | null;
}

/** `GET /api/v1/health`, the only route without sign-in. */
export interface Health {
  status: 'ok' | 'degraded';
  version: string;
  seq: number;
  database: 'ok' | 'failing';
  demo: boolean;
}

/** Why a server is not to be sent work: `GET /api/v1/health/ready`, as `facts.because` of its 503. */
export type NotReady = 'starting' | 'draining' | 'database' | 'behind';

/** RFC 9457, with a stable code. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string | null;
  instance: string;
  errors?: { path: string; message: string }[];
  facts?: Record<string, unknown>;
  /** With CLAIM_TAKEN and PICTURE_MOVED: the ranking of the present picture. */
  ranking?: Ranking;
}

export interface PlaceWire {
  id: string;
  name: string;
  municipality: string;
  region: string;
  position: { lat: number; lon: number };
}
