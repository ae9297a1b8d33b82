/** The set-up of an installation, as the administrator's pages read and write it. */
import type { PeopleRole } from '#domain/access/table.ts';

/** How sure the compilers of the shipped data are of a group of facts. */
export type Confidence = 'high' | 'medium' | 'low' | 'unknown';

export interface ProvenanceWire {
  /** By group of facts: `traumaLevel`, `edHours`, `icu` … */
  confidence: Record<string, Confidence>;
  sources: { key: string; what: string }[];
  /** Remark in English, as shipped. */
  note: string | null;
}

/** `GET /api/v1/installation`. */
export interface InstallationWire {
  /** Empty: nobody chose yet. */
  homeRegions: string[];
  /** Dispatch rooms, each with the regions that it sends ambulances in. */
  rooms: { id: string; name: string; regions: string[] }[];
  /** Roles whose people must have a second factor; a setting of the server. */
  secondFactorRoles: PeopleRole[];
}

/** Somebody to be invited: an account, and a link by which it gets its password. */
export interface InviteeWire {
  email: string;
  role: PeopleRole;
  scope: { room: string | null; facilities: string[]; regions: string[] | 'nation' };
}

/** The link is `<origin>/invitation#token=<token>`; it is told this once. */
export interface InvitationWire {
  account: string;
  email: string;
  role: PeopleRole;
  token: string;
  expiresAt: string;
}
