/** What the desk is made of. Everything that has a clock, a disk or a dice in it comes from outside. */
import type { CasePrivateStore } from '../../db/case-private.ts';
import type { DecisionLog } from '../../db/decision-log.ts';
import type { Idempotency, Ledger } from '../../db/ledger.ts';
import type { Actor, Position } from '#domain/picture.ts';
import type { TravelTimes } from '#domain/routing/travel.ts';
import type { AccessLog } from '../../db/access-log.ts';
import type { Retention } from '#domain/accountability/retention.ts';
import type { LivePicture } from './live-picture.ts';
import type { TextBook } from './text-book.ts';

/** The gazetteer as the desk needs it. */
export interface Whereabouts {
  placeById(id: string): { id: string; name: string; position: Position } | null;
  regionOf(position: Position): { region: string; place: { id: string; name: string } };
  insideCountry(position: Position): boolean;
}

/** What the desk works with. */
export interface DeskParts {
  live: LivePicture;
  ledger: Ledger;
  texts: TextBook;
  casePrivate: CasePrivateStore;
  decisionLog: DecisionLog;
  geography: Whereabouts;
  travel: { timesFrom(position: Position): Promise<TravelTimes> };
  /** A new id, unguessable. */
  newId: () => string;
  /** SHA-256 of the canonical form of a value, hexadecimal. */
  digest: (value: unknown) => string;
  /** How long what could point to a person is kept. */
  retention: Retention;
  /** After how many years a look in the access log is cut, 5 to 20; null: never. */
  accessLogYears: number | null;
  /** Where it is written down what was erased of which case. */
  accessLog: AccessLog;
  /** Version of this software, kept with each advice. */
  software: string;
}

/** Who asks, and under which key. */
export interface Asker {
  by: Actor;
  idempotency?: Idempotency | undefined;
}
