/**
 * The shipped policy `rank/1`, version 1. Numbers are those of the routing rules, sections 3, 5, 6.3 and 6.7. All penalties
 * are proposals: they encode values, not evidence, and need calibration with a region's medical managers (section 7).
 */
import { CATEGORIES, type Category } from '../words.ts';
import type { Needs, Policy } from './policy.ts';

const proposal = (source: string) => ({ source, evidence: 'proposal' as const });
const evidence = (source: string) => ({ source, evidence: 'evidence' as const });

const NEEDS_SOURCE = proposal('Routing rules, section 3: units and devices that a category needs.');

const need = (units: Needs['units'], devices: Needs['devices'] = []): Needs => ({
  units,
  devices,
  ...NEEDS_SOURCE,
});
const bedOnly = (devices: Needs['devices'] = []) => need(['ed', 'ward', 'acute-ward'], devices);

const NEEDS: Record<Category, Needs> = {
  TRAUMA_SEVERE: need(['ed', 'trauma-bay', 'icu'], ['ct', 'operating-room']),
  TRAUMA_MODERATE: need(['ed', 'trauma-bay'], ['ct']),
  TRAUMA_MINOR: bedOnly(),
  TBI_SEVERE: need(['ed', 'trauma-bay', 'icu'], ['ct', 'operating-room']),
  STROKE_LVO: bedOnly(['ct', 'angio']),
  STROKE_OTHER: bedOnly(['ct']),
  STEMI: bedOnly(['cath-lab']),
  CARDIAC_OTHER: bedOnly(),
  RAAA: need(['ed', 'icu'], ['ct', 'operating-room']),
  BURN_MAJOR: bedOnly(),
  OBSTETRIC_EMERGENCY: bedOnly(),
  PAED_CRITICAL: bedOnly(),
  ARREST_ROSC: need(['ed', 'icu'], ['cath-lab']),
  SEPSIS_RESP: need(['ed', 'icu']),
  OTHER: bedOnly(),
};

/** The shipped policy: each number with its source, and whether it is evidence or our proposal. */
export const RANK_1_POLICY: Policy = {
  id: 'rank/1',
  version: 1,
  approvedBy: null,
  validFrom: '2026-11-01T00:00:00.000Z',

  maxBypassMinL1: 45,
  borderlineMinutes: 4,
  tieWidth: 3,
  severeTraumaDestinations: 'level1',
  stopWaivedAtLevel1ForSevereTrauma: true,
  externalRiskThreshold: null,
  claimMinutesAfterEta: 20,
  sources: {
    maxBypassMinL1: proposal(
      'Norwegian trauma plan: beyond 45 minutes to the nearest acute hospital with a trauma function. No Dutch clinical limit was found; the Dutch 45-minute norm is a planning norm.',
    ),
    borderlineMinutes: proposal(
      'Routing rules 6.3: a travel estimate this close to the limit may lie on either side of it.',
    ),
    tieWidth: proposal(
      'Travel estimates have a standard deviation of 4.9 minutes (North East England): differences under 3 minutes mean nothing.',
    ),
    severeTraumaDestinations: proposal(
      'Level-1 criteria of the Dutch trauma society: eleven sites; ten of them are designated (Wbmv article 8).',
    ),
    stopWaivedAtLevel1ForSevereTrauma: evidence(
      'LNAZ definition of a stop: a level-1 centre stays open for the severely injured.',
    ),
    externalRiskThreshold: proposal(
      'No threshold is shipped: a region sets its own (section 2.1).',
    ),
    claimMinutesAfterEta: proposal('Routing rules 6.7: expected arrival + 20 minutes.'),
  },

  penalties: {
    STOP: {
      lifeThreatening: 8,
      other: 8,
      ...proposal(
        'Routing rules 6.3, S1. Another patient is not sent to a closed department (H5); the second number bears only when nothing else was left.',
      ),
    },
    LIMITED: { lifeThreatening: 3, other: 8, ...proposal('Routing rules 6.3, S2.') },
    NO_TRAUMA_BAY: { lifeThreatening: 5, other: 5, ...proposal('Routing rules 6.3, S3.') },
    NO_ICU: {
      lifeThreatening: 4,
      other: 6,
      oneLeft: { lifeThreatening: 1, other: 2 },
      ...proposal('Routing rules 6.3, S4.'),
    },
    NO_WARD: { lifeThreatening: 0, other: 6, ...proposal('Routing rules 6.3, S5.') },
    OFFLOAD: { freeMinutes: 15, mostMinutes: 10, ...proposal('Routing rules 6.3, S6.') },
    CROWDING: {
      thresholds: [
        { above: 140, lifeThreatening: 2, other: 6 },
        { above: 180, lifeThreatening: 3, other: 10 },
      ],
      ...proposal('Routing rules 6.3, S7; NEDOCS bands: above 140 severe, above 180 dangerous.'),
    },
    STALE: {
      lifeThreatening: 2,
      other: 4,
      unknownShare: 0.5,
      ...proposal('Routing rules 6.3, S8.'),
    },
    ETA_UNRELIABLE: { lifeThreatening: 5, other: 5, ...proposal('Routing rules 6.3, S9.') },
    INBOUND: { lifeThreatening: 4, other: 6, ...proposal('Routing rules 6.3, S10.') },
    LEVEL_HIGHER_THAN_NEEDED: {
      lifeThreatening: 0,
      other: 8,
      withinMinutes: 10,
      ...proposal('Routing rules 6.3, S11: limits overtriage to level 1.'),
    },
    PREFERENCE: { lifeThreatening: 0, other: -5, ...proposal('Routing rules 6.3, S12.') },
    NO_PICU: { lifeThreatening: 5, other: 5, ...proposal('Routing rules 6.3, S13.') },
  },

  needs: NEEDS,
  maxTransportMinutes: {
    byCategory: Object.fromEntries(CATEGORIES.map((category) => [category, null])) as Record<
      Category,
      null
    >,
    ...proposal('Routing rules 6.2, H4: no limit is shipped.'),
  },
  sceneMinutes: {
    trauma: 20,
    other: 15,
    ...proposal('Routing rules, section 5: default scene time.'),
  },
  classification: {
    ruleSet: 'acs-2021',
    ownRuleSets: [],
    ...proposal(
      'National Guideline for the Field Triage of Injured Patients 2021, because it is fully specified; the Dutch card was not available.',
    ),
  },
};
