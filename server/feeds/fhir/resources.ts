/** The few fields of FHIR R4 resources that we read; everything else is passed over, unread. Source: FHIR 4.0.1; capacity model, 2. */
import { z } from 'zod';
import { isoOf } from '#domain/clock.ts';

const text = (most: number) => z.string().max(most);

const coding = z.object({ system: text(300).optional(), code: text(120).optional() });
const concept = z.object({ coding: z.array(coding).max(50).optional() });
const identifier = z.object({ system: text(300).optional(), value: text(200).optional() });
export const referenceSchema = z.object({
  reference: text(300).optional(),
  identifier: identifier.optional(),
});
export type ReferenceIn = z.output<typeof referenceSchema>;
export type IdentifierIn = z.output<typeof identifier>;

const extension = z.object({ url: text(300), valueReference: referenceSchema.optional() });

const population = z.object({
  code: concept.optional(),
  /** Whatever it is: what cannot be a count becomes unknown and is remarked upon, and the rest of the report still counts. */
  count: z.unknown().optional(),
});

const group = z.object({
  code: concept.optional(),
  population: z.array(population).max(200).default([]),
});

const period = z.object({ start: text(60).optional(), end: text(60).optional() });

const containedSchema = z.object({
  resourceType: text(60),
  id: text(100).optional(),
  identifier: z.array(identifier).max(50).optional(),
});

export const measureReportSchema = z.object({
  resourceType: z.literal('MeasureReport'),
  id: text(100).optional(),
  status: z.enum(['complete', 'pending', 'error']),
  type: text(60),
  subject: referenceSchema.optional(),
  extension: z.array(extension).max(50).default([]),
  contained: z.array(containedSchema).max(50).default([]),
  date: text(60).optional(),
  period: period.optional(),
  group: z.array(group).max(500).default([]),
});
export type MeasureReportIn = z.output<typeof measureReportSchema>;

export const locationSchema = z.object({
  resourceType: z.literal('Location'),
  id: text(100).optional(),
  identifier: z.array(identifier).max(50).default([]),
  status: z.enum(['active', 'suspended', 'inactive']).optional(),
  /** A single Coding in R4, not a CodeableConcept. */
  operationalStatus: coding.optional(),
  type: z.array(concept).max(20).default([]),
  physicalType: concept.optional(),
  managingOrganization: referenceSchema.optional(),
  partOf: referenceSchema.optional(),
  meta: z.object({ lastUpdated: text(60).optional() }).optional(),
});
export type LocationIn = z.output<typeof locationSchema>;

const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
export const healthcareServiceSchema = z.object({
  resourceType: z.literal('HealthcareService'),
  id: text(100).optional(),
  identifier: z.array(identifier).max(50).default([]),
  active: z.boolean().optional(),
  providedBy: referenceSchema.optional(),
  type: z.array(concept).max(20).default([]),
  category: z.array(concept).max(20).default([]),
  location: z.array(referenceSchema).max(20).default([]),
  availableTime: z
    .array(
      z.object({
        daysOfWeek: z.array(weekday).max(7).optional(),
        allDay: z.boolean().optional(),
        availableStartTime: z
          .string()
          .regex(/^\d\d:\d\d(?::\d\d)?$/)
          .optional(),
        availableEndTime: z
          .string()
          .regex(/^\d\d:\d\d(?::\d\d)?$/)
          .optional(),
      }),
    )
    .max(50)
    .default([]),
  notAvailable: z
    .array(z.object({ description: text(1_000), during: period.optional() }))
    .max(50)
    .default([]),
  meta: z.object({ lastUpdated: text(60).optional() }).optional(),
});
export type HealthcareServiceIn = z.output<typeof healthcareServiceSchema>;

export const bundleSchema = z.object({
  resourceType: z.literal('Bundle'),
  id: text(100).optional(),
  type: z.enum(['transaction', 'batch', 'collection', 'message', 'searchset']),
  timestamp: text(60).optional(),
  entry: z
    .array(
      z.object({
        fullUrl: text(300).optional(),
        /** Read one by one: a bad one does not spoil a batch. */
        resource: z.unknown().optional(),
        request: z.object({ method: text(10), url: text(500) }).optional(),
      }),
    )
    .max(2_000)
    .default([]),
});
export type BundleIn = z.output<typeof bundleSchema>;

/** Resource types that are taken in. */
export const TAKEN = {
  MeasureReport: measureReportSchema,
  Location: locationSchema,
  HealthcareService: healthcareServiceSchema,
} as const;
export type TakenIn = MeasureReportIn | LocationIn | HealthcareServiceIn;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** A FHIR dateTime as ISO UTC; null for a date without a time and for what is no time: neither says when. */
export function instantOf(text: string | undefined): string | null {
  return text !== undefined && INSTANT.test(text) ? isoOf(text) : null;
}
