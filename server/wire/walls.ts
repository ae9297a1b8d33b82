/** Wall screens, as the dashboard reads them. `GET /api/v1/walls`, `/api/v1/wall-pairing`. */
import type { Iso } from '#domain/picture.ts';
import type { WallSetup } from '#domain/walls/setup.ts';

/** A screen that is signed in. */
export interface WallWire {
  id: string;
  name: string;
  setup: WallSetup;
  pairedAt: Iso;
  /** Last time that the screen was heard, to within ten minutes. */
  lastSeenAt: Iso;
  /** It must be signed in anew when it was not heard for so long. */
  expiresAt: Iso;
}

/** Where the screen that asks stands. `none`: it has no code that holds. */
export interface PairingState {
  state: 'none' | 'waiting' | 'paired';
  /** Of the code. */
  expiresAt: Iso | null;
}

/** A new code, which is told this once. */
export interface PairingCode {
  code: string;
  expiresAt: Iso;
  /** Milliseconds that it holds from now: the screen's clock may be wrong. */
  holdsMs: number;
}
