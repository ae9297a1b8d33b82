/** What the API needs of the feeds: made by server/feeds, handed in by the one who builds the server. */
import type { Identifier } from '#domain/identifiers/identifiers.ts';
import type { Principal } from '#domain/access/table.ts';
import type { Look } from '#domain/accountability/looks.ts';
import type { Channel, UnitKind } from '#domain/words.ts';
import type {
  Anomaly,
  ConnectionWire,
  DismissReason,
  Exported,
  FeedWire,
  ItemOutcome,
  PlaceOrder,
  PlaceSumWire,
  PlaceWire,
  QuarantineWire,
  Replayed,
  SheetOutcomeWire,
} from '#wire/feeds.ts';
import type { FacilityWire } from '#wire/views.ts';
import type { DecisionRow } from '../../db/decision-log.ts';

export interface FeedPorts {
  /** Every feed that was ever heard. */
  feeds(): Omit<FeedWire, 'source' | 'name'>[];
  /** A key wrote figures itself: that is a feed too. `refused`: why they were not taken in; null when they were. */
  tookFigures(
    feed: string,
    said: { facility: string; kind: UnitKind; sentAt: string | null; refused: string | null },
  ): void;
  /** The feed is not expected to speak any more; false when it is not known. */
  end(feed: string, channel: Channel): Promise<boolean>;
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
  csv(text: string, preview: boolean, sender: Sender): Promise<SheetAnswer>;
  csvTemplate(facilities: readonly FacilityWire[]): string;
  /** The same as an Excel file. */
  xlsx(bytes: Buffer, preview: boolean, sender: Sender): Promise<SheetAnswer>;
  xlsxTemplate(facilities: readonly FacilityWire[]): Promise<Buffer>;
  /** The facilities as EDXL-HAVE 1.0. */
  haveExport(facilities: readonly FacilityWire[], at: string): string;
  /** Such a document in EDXL-DE 1.0. */
  inEnvelope(
    document: string,
    envelope: { id: string; sender: string; sentAt: string; status: 'Actual' | 'Exercise' },
  ): string;
  fhirExports: {
    capability(at: string): unknown;
    capacity(
      type: Exclude<Exported, 'AuditEvent'>,
      facilities: readonly FacilityWire[],
      at: string,
      base: string,
    ): unknown;
    audit(rows: readonly DecisionRow[], at: string, base: string, next: string | null): unknown;
    looks(looks: readonly Look[], at: string, base: string, next: string | null): unknown;
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
    placeSums(): Promise<PlaceSumWire[]>;
    /** Says what one place is; the others stay. */
    mapPlace(facility: string, place: PlaceOrder): Promise<void>;
    saveMap(
      facility: string,
      places: readonly PlaceOrder[],
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
    replay(id: string, facility: string, by: string): Promise<ItemOutcome[] | null>;
    /** The same with every waiting message that bears the name, for whomever its names then point to; others go on waiting. */
    replayAll(name: Identifier, by: string): Promise<Replayed[]>;
    /** Lets it go; false when it was settled already. */
    dismiss(id: string, because: DismissReason, by: string): Promise<boolean>;
  };
}

/** What became of a spreadsheet. */
export type SheetAnswer =
  | ({ ok: true } & SheetOutcomeWire)
  | {
      ok: false;
      code: 'MALFORMED_CSV' | 'MALFORMED_XLSX' | 'XLSX_REFUSED' | 'WRONG_SHEET';
      detail: string | null;
    };

/** Who sends a message to a feed's route. */
export interface Sender {
  principal: Principal;
}
