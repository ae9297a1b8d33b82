/** What we answer in FHIR's words: OperationOutcome, and a bundle of answers to a bundle of requests. */
import type { ItemOutcome } from '#wire/feeds.ts';
import type { Anomaly } from '../core/item.ts';

export interface Answer {
  status: number;
  body: unknown;
}

type Severity = 'error' | 'warning' | 'information';

interface Issue {
  severity: Severity;
  code: string;
  details?: { coding: { system: string; code: string }[] };
  diagnostics?: string;
  expression?: string[];
}

/** Our stable codes among FHIR's few. */
export const CODE_SYSTEM = 'urn:spoedkaart:code';

const coded = (code: string) => ({ coding: [{ system: CODE_SYSTEM, code }] });

/** FHIR's issue type for one of our codes. */
function issueType(code: string): string {
  switch (code) {
    case 'FORBIDDEN':
      return 'forbidden';
    case 'MALFORMED_JSON':
      return 'structure';
    case 'VALIDATION':
      return 'invalid';
    case 'UNKNOWN_RESOURCE':
    case 'METHOD_NOT_ALLOWED':
      return 'not-supported';
    case 'BODY_TOO_LARGE':
      return 'too-long';
    case 'UNKNOWN_FACILITY':
    case 'AMBIGUOUS_FACILITY':
    case 'UNKNOWN_UNIT':
      return 'not-found';
    default:
      return 'processing';
  }
}

/** One fault of the message, at each of its places. */
export function outcome(
  severity: Severity,
  code: string,
  issues: readonly { path: string; message: string }[],
): { resourceType: 'OperationOutcome'; issue: Issue[] } {
  const places = issues.length > 0 ? issues : [{ path: '', message: code }];
  return {
    resourceType: 'OperationOutcome',
    issue: places.map(({ path, message }) => ({
      severity,
      code: issueType(code),
      details: coded(code),
      diagnostics: message,
      ...(path === '' ? {} : { expression: [path] }),
    })),
  };
}

/** What became of each item, and what was odd. */
export function outcomeOfItems(
  items: readonly ItemOutcome[],
  anomalies: readonly Anomaly[],
  faults: readonly { path: string; message: string }[] = [],
): { resourceType: 'OperationOutcome'; issue: Issue[] } {
  const issue = [
    ...outcomesOf(items),
    ...[...new Set(anomalies)].map((code): Issue => ({
      severity: 'warning',
      code: 'informational',
      details: coded(code),
    })),
    ...(faults.length === 0 ? [] : outcome('error', 'VALIDATION', faults).issue),
  ];
  const nothing: Issue = {
    severity: 'information',
    code: 'informational',
    details: coded('NOTHING_SAID'),
  };
  return { resourceType: 'OperationOutcome', issue: issue.length > 0 ? issue : [nothing] };
}

function outcomesOf(items: readonly ItemOutcome[]): Issue[] {
  return items.flatMap((item) => {
    const bad = item.outcome === 'refused';
    const severity = bad ? 'error' : item.outcome === 'quarantined' ? 'warning' : 'information';
    const word = item.code ?? item.outcome.toUpperCase();
    const issues: Issue[] = [
      {
        severity,
        code: bad || item.outcome === 'quarantined' ? issueType(word) : 'informational',
        details: coded(word),
        diagnostics: [item.outcome, item.facility, item.kind].filter(Boolean).join(' '),
        expression: [item.place],
      },
    ];
    for (const anomaly of item.anomalies)
      issues.push({
        severity: 'warning',
        code: 'informational',
        details: coded(anomaly),
        expression: [item.place],
      });
    return issues;
  });
}

/** How one entry of a bundle fared. */
export interface EntryAnswer {
  status: number;
  outcome: unknown;
}

const PHRASES: Record<number, string> = {
  200: '200 OK',
  202: '202 Accepted',
  403: '403 Forbidden',
  405: '405 Method Not Allowed',
  422: '422 Unprocessable Entity',
};

export function bundleAnswer(type: 'transaction' | 'batch', entries: readonly EntryAnswer[]) {
  return {
    resourceType: 'Bundle',
    type: `${type}-response`,
    entry: entries.map(({ status, outcome: said }) => ({
      response: { status: PHRASES[status] ?? String(status), outcome: said },
    })),
  };
}
