/** What a rule set makes of the findings of a case. */
import type { Category, Threat } from '../words.ts';

/** A criterion, by its code. */
export interface Criterion {
  code: string;
}

/** Which category of care the case needs, and by which criteria (contract, "Classification"). */
export interface Classification {
  category: Category;
  /** immediateThreat, or urgency A0, A1 or unknown, or at least one red criterion (routing rules 6.1). */
  lifeThreatening: boolean;
  redCriteria: string[];
  yellowCriteria: string[];
  /** Inputs whose absence leaves a criterion unknown. */
  missing: string[];
  immediateThreats: Threat[];
  ruleSet: { id: string; version: string };
}
