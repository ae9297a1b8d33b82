/** What the simulated hospitals and dispatchers ask of the server, and what they hear back. Bodies are those of the contract. */
import type {
  Acknowledgement,
  AgeBand,
  CaseStep,
  Category,
  FindingCode,
  InjuryCode,
  MechanismCode,
  OverrideReason,
  RiskCode,
  Sex,
  StopLevel,
  StopReason,
  StopScope,
  Threat,
  UnitKind,
  UnitStatus,
  Urgency,
} from '../../server/domain/words.ts';
import type { Vitals } from '../../server/domain/cases/findings.ts';
import type { Position } from '../../server/domain/picture.ts';

export interface ObservationBody {
  staffed: number;
  physical: number;
  occupied: number;
  available: number;
  status: UnitStatus;
  observedAt: string;
  nedocs?: number;
  offloadMinutes?: number;
}

export interface StopBody {
  scope: StopScope;
  level: StopLevel;
  reason: StopReason;
  until: string;
}

export interface FindingsBody {
  vitals?: Partial<Vitals>;
  injuries?: InjuryCode[];
  mechanism?: MechanismCode[];
  risks?: RiskCode[];
  ruledOut?: FindingCode[];
  threats?: Threat[];
}

export interface CaseBody {
  position: Position;
  ageBand: AgeBand;
  sex?: Sex;
  urgency?: Urgency;
  category?: Category;
  crewSuspectsSevere?: boolean;
  findings: FindingsBody;
  excluded?: { facility: string; reason: OverrideReason }[];
}

export interface DecisionBody {
  facility: string;
  seq: number;
  at: string;
  overrideReason?: OverrideReason;
  note?: string;
}

/** `patient` is the simulation's own number; `case` the server's id. */
interface OfCase {
  patient: number;
  room: string;
  case: string;
}

export type Action =
  | { kind: 'observe'; facility: string; unit: UnitKind; body: ObservationBody }
  | { kind: 'start-stop'; facility: string; body: StopBody }
  | { kind: 'end-stop'; facility: string; scope: StopScope; stop: string }
  | { kind: 'open-case'; patient: number; room: string; body: CaseBody }
  | ({ kind: 'revise-case'; body: CaseBody } & OfCase)
  | ({ kind: 'look' } & OfCase)
  | ({ kind: 'decide'; body: DecisionBody } & OfCase)
  | ({ kind: 'explain'; decision: string; body: { overrideReason: OverrideReason } } & OfCase)
  | ({
      kind: 'acknowledge';
      facility: string;
      body: { answer: Acknowledgement; reason?: string };
    } & OfCase)
  | ({ kind: 'status'; body: { status: CaseStep } } & OfCase)
  /** Reads a case that turned out otherwise than expected: somebody else has been at it. */
  | ({ kind: 'reread' } & OfCase);

/** The part of a ranking that a simulated dispatcher looks at. */
export interface SeenRanking {
  seq: number;
  at: string;
  candidates: { facility: string; rank: number; minutes: { value: number } }[];
}

/** The part of a case that tells how it stands. */
export interface SeenCase {
  status: string;
  decision: { id: string; facility: string } | null;
  acknowledgement: unknown;
}

/** What came of an action. `status` 0: the server was not reached. */
export type Result = { ok: true; data: unknown } | { ok: false; status: number; code: string };

/** Units and stops of one facility that a person there has in hand; the simulation keeps away from them. */
export interface HandsOff {
  units: ReadonlySet<UnitKind>;
  stops: ReadonlySet<StopScope>;
}
export const NOTHING_IN_HAND: HandsOff = { units: new Set(), stops: new Set() };
