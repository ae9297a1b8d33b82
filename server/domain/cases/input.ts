/** What is known of the patient, taken out of a body or a case. */
import type { CaseInput, CaseState } from '../picture.ts';
import type { OpenCaseInput, ReviseCaseInput } from './commands.ts';

/** The part of a body, or of a case, that says what is known of the patient. */
export function inputOf(from: CaseInput | OpenCaseInput | ReviseCaseInput | CaseState): CaseInput {
  return {
    ageBand: from.ageBand,
    sex: from.sex,
    findings: from.findings,
    crewSuspectsSevere: from.crewSuspectsSevere,
    externalRisk: from.externalRisk,
    urgency: from.urgency,
    category: from.category,
  };
}
