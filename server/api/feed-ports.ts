/** What the API needs of the feeds: made by server/feeds, handed in by the one who builds the server. */
import type { Principal } from '#domain/access/table.ts';
import type { UnitKind } from '#domain/words.ts';
import type {
  Anomaly,
  ConnectionWire,
  Exported,
  FeedWire,
  ItemOutcome,
  PlaceWire,
  QuarantineWire,
} from '#wire/feeds.ts';
import type { FacilityWire } from '#wire/views.ts';
import type { DecisionRow } from '../../db/decision-log.ts';

export interface FeedPorts {
  /** Every feed that was ever heard. */
  feeds(): FeedWire[];
  /** Takes a FHIR R4 resource in; the body of the answer is a resource too. */
  fhir(body: string, sender: Sender): Promise<{ status: number; body: unknown }>;
  /** Takes EDXL-HAVE in. */
  have(
    bytes: Uint8Array,
    sender: Sender,
  ): Promise<
    | {
        ok: true;
        version: '1.0' | '2.0';
        actual: boolean;
        items: ItemOutcome[];
        anomalies: Anomaly[];
      }
    | { ok: false; code: 'MALFORMED_XML' | 'XML_REFUSED' | 'NOT_HAVE'; detail: string }
  >;
  /** Takes a spreadsheet in, or says what would become of it. */
  csv(
    text: string,
    preview: boolean,
    sender: Sender,
  ): Promise<
    | {
        ok: true;
        preview: boolean;
        items: ItemOutcome[];
        faults: { row: number; column: string | null; code: string }[];
        anomalies: Anomaly[];
      }
    | { ok: false; code: 'MALFORMED_CSV' }
  >;
  csvTemplate(facilities: readonly FacilityWire[]): string;
  /** The facilities as EDXL-HAVE 1.0. */
  haveExport(facilities: readonly FacilityWire[], at: string): string;
  fhirExports: {
    capability(at: string): unknown;
    capacity(
      type: Exclude<Exported, 'AuditEvent'>,
      facilities: readonly FacilityWire[],
      at: string,
      base: string,
    ): unknown;
    audit(rows: readonly DecisionRow[], at: string, base: string, next: string | null): unknown;
  };
  /** What HL7 v2 feeds are set up with. */
  setup: {
    connections(): Promise<ConnectionWire[]>;
    /** Null when that sender has a connection already. */
    addConnection(
      order: Omit<ConnectionWire, 'id' | 'createdAt' | 'revokedAt'>,
    ): Promise<ConnectionWire | null>;
    revokeConnection(id: string): Promise<boolean>;
    places(facility: string): Promise<PlaceWire[]>;
    staffed(facility: string): Promise<Partial<Record<UnitKind, number>>>;
    saveMap(
      facility: string,
      places: readonly Omit<PlaceWire, 'seen' | 'lastAt'>[],
      staffed: Partial<Record<UnitKind, number>>,
    ): Promise<void>;
    census(
      facility: string,
      occupied: Partial<Record<UnitKind, number>>,
      principal: Principal,
    ): Promise<Partial<Record<UnitKind, number>>>;
  };
  quarantine: {
    list(options: {
      waiting: boolean;
      limit: number;
      /** The last row of the page before. */
      after?: { settled: boolean; lastAt: string; id: string };
    }): Promise<QuarantineWire[]>;
    find(id: string): Promise<QuarantineWire | null>;
    /**
     * Takes what waits in as if it came now, by the rights of whoever sent it, for this facility. Null when it was settled already.
     */
    replay(id: string, facility: string): Promise<ItemOutcome[] | null>;
    /** Lets it go; false when it was settled already. */
    dismiss(id: string): Promise<boolean>;
  };
}

/** Who sends a message to a feed's route. */
export interface Sender {
  principal: Principal;
}
