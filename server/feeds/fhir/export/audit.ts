/**
 * Decisions as AuditEvent: who chose which hospital for which case, when, on which advice. No patient is in it; the case has our
 * pseudonymous id. Source: FHIR 4.0.1, AuditEvent; capacity model, 4.3 (NEN 7513).
 */
import type { DecisionRow } from '../../../../db/decision-log.ts';
import { OWN } from '#domain/identifiers/identifiers.ts';
import type { Resource } from './capacity.ts';

const EVENT = 'urn:spoedkaart:event';
const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';

export function auditEventOf(row: DecisionRow): Resource {
  const detail = (type: string, valueString: string) => ({ type, valueString });
  return {
    resourceType: 'AuditEvent',
    id: row.decisionId,
    type: { system: EVENT, code: 'decision-made' },
    subtype: [{ system: EVENT, code: row.overridden ? 'overridden' : 'as-advised' }],
    action: 'C',
    recorded: row.at,
    outcome: '0',
    purposeOfEvent: [{ coding: [{ system: REASON, code: 'ETREAT' }] }],
    agent: [
      {
        who: { identifier: { system: 'urn:spoedkaart:room', value: row.room } },
        requestor: true,
        policy: [`urn:spoedkaart:policy:${row.policyId}:${row.policyVersion}`],
      },
    ],
    source: { observer: { display: 'Spoedkaart' } },
    entity: [
      {
        what: { identifier: { system: 'urn:spoedkaart:case', value: row.caseId } },
        detail: [
          detail('seq', String(row.seq)),
          detail('category', row.category),
          detail('rank', row.rank === null ? 'rejected' : String(row.rank)),
          ...(row.advised === null ? [] : [detail('advised', row.advised)]),
          ...(row.overrideReason === null ? [] : [detail('override-reason', row.overrideReason)]),
        ],
      },
      { what: { identifier: { system: OWN, value: row.facility } } },
    ],
  } as Resource;
}
