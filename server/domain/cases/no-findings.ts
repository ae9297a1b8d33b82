/** Nothing known of a patient, written out: a page begins a case with it and needs no schema for that. */
import type { Findings } from './findings.ts';

export const NO_FINDINGS: Findings = {
  vitals: {
    systolicBloodPressure: null,
    heartRate: null,
    respiratoryRate: null,
    spo2: null,
    onOxygen: null,
    gcs: null,
    gcsMotor: null,
    pupilsUnequal: null,
  },
  injuries: [],
  mechanism: [],
  risks: [],
  ruledOut: [],
  threats: [],
};
