/** Shapes of the capacity picture in the API's description; the types are those of the wire. */
import { z } from '@hono/zod-openapi';
import {
  STOP_LEVELS,
  STOP_REASONS,
  STOP_SCOPES,
  TRUST_STATES,
  UNIT_FLAGS,
  UNIT_KINDS,
  UNIT_STATUSES,
  CHANNELS,
  CAPABILITIES,
  FACILITY_KINDS,
} from '#domain/words.ts';

export const isoOut = z
  .string()
  .openapi({ format: 'date-time', example: '2026-11-18T13:07:42.000Z' });
export const positionOut = z.object({ lat: z.number(), lon: z.number() });
const count = z.number().int().min(0).nullable();

export const unitOut = z
  .object({
    kind: z.enum(UNIT_KINDS),
    status: z.enum(UNIT_STATUSES),
    staffed: count,
    physical: count,
    occupied: count,
    available: count,
    effectiveAvailable: count,
    reason: z.string().nullable(),
    validUntil: isoOut.nullable(),
    observedAt: isoOut.nullable(),
    receivedAt: isoOut.nullable(),
    trust: z.enum(TRUST_STATES),
    source: z.object({ channel: z.enum(CHANNELS), by: z.string() }).nullable(),
    flags: z.array(z.enum(UNIT_FLAGS)),
    version: z.number().int(),
    note: z.string().nullable(),
    offloadMinutes: count,
    nedocs: count,
  })
  .openapi('Unit');

export const stopOut = z
  .object({
    id: z.string(),
    scope: z.enum(STOP_SCOPES),
    level: z.enum(STOP_LEVELS),
    reason: z.enum(STOP_REASONS),
    note: z.string().nullable(),
    from: isoOut,
    until: isoOut,
    by: z.string(),
  })
  .openapi('Stop');

const inboundOut = z.object({
  claim: z.string(),
  unitKinds: z.array(z.enum(UNIT_KINDS)),
  etaAt: isoOut.nullable(),
  overdue: z.boolean(),
  case: z.string().nullable(),
});

const traumaLevel = z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable();

export const facilityOut = z
  .object({
    id: z.string(),
    name: z.string(),
    shortName: z.string(),
    region: z.string(),
    kind: z.enum(FACILITY_KINDS),
    city: z.string(),
    position: positionOut,
    traumaLevel,
    designatedTraumaCentre: z.boolean(),
    childrenOnly: z.boolean(),
    sameCampusAs: z.array(z.string()),
    ambulanceHours: z
      .object({ from: z.string(), to: z.string(), days: z.array(z.number().int()) })
      .nullable(),
    hostFacilityId: z.string().nullable(),
    capabilities: z.record(z.enum(CAPABILITIES), z.boolean().nullable()),
    rhythmMinutes: z.partialRecord(z.enum(UNIT_KINDS), z.number()),
    active: z.boolean(),
    identifiers: z.array(z.object({ system: z.string(), value: z.string() })).optional(),
    reviewed: z
      .object({ at: isoOut, by: z.string() })
      .optional()
      .openapi({ description: 'when an administrator last checked the profile' }),
    asked: z
      .object({ at: isoOut, region: z.string().nullable() })
      .optional()
      .openapi({ description: 'the latest ask whether the figures still hold, answered or not' }),
    feedAlarms: z
      .array(
        z.object({
          feed: z.string(),
          channel: z.enum(CHANNELS),
          reason: z.enum(['silent', 'failing']),
          since: isoOut,
          code: z.string().nullable(),
        }),
      )
      .optional()
      .openapi({
        description: 'feeds that are silent or of no use; its own and its chairs see them',
      }),
    version: z.number().int(),
    units: z.array(unitOut),
    stops: z.array(stopOut),
    inbound: z.array(inboundOut).nullable(),
  })
  .openapi('Facility');

export const regionOut = z
  .object({
    id: z.string(),
    name: z.string(),
    networkName: z.string(),
    neighbours: z.array(z.string()),
    version: z.number().int(),
  })
  .openapi('Region');

export const pictureOut = z
  .object({
    seq: z.number().int(),
    at: isoOut,
    regions: z.array(regionOut),
    facilities: z.array(facilityOut),
  })
  .openapi('Picture');

export const placeOut = z
  .object({
    id: z.string(),
    name: z.string(),
    municipality: z.string(),
    region: z.string(),
    position: positionOut,
  })
  .openapi('Place');
