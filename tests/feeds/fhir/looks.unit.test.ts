/** Each kind of look is an AuditEvent that R4 accepts, also the ones that nobody's hands make in a day: a cut, an erasure. */
import { Fhir } from 'fhir';
import { describe, expect, it } from 'vitest';
import { LOOK_ACTIONS, type Look, type LookAction } from '#domain/accountability/looks.ts';
import { lookEventOf } from '../../../server/feeds/fhir/export/looks.ts';

const OF_CASES = { case: 'c-1', ground: 'break-glass', region: 'west', facility: null } as const;

const lookOf = (action: LookAction, more: Partial<Look> = {}): Look => ({
  ...{ seq: 7, at: '2026-11-29T03:00:00.000Z', action, session: null },
  by: { id: 'system', kind: 'system', role: 'system', organisation: null },
  seen: [],
  ...more,
});

describe('a look as AuditEvent', () => {
  it.each(LOOK_ACTIONS)('%s is R4, with a case and with none', (action) => {
    for (const look of [
      lookOf(action),
      lookOf(action, {
        by: { id: 'a-1', kind: 'account', role: 'chair', organisation: 'west' },
        seen: [OF_CASES],
        asked: { cut: '2031-01-01', refused: 'NO_GROUND' },
        ...{ since: '2026-11-29T02:00:00.000Z', until: '2026-11-29T03:00:00.000Z' },
      }),
    ]) {
      const event = lookEventOf(look);
      const { valid, messages } = new Fhir().validate(event, { errorOnUnexpected: true });
      expect([valid, messages.filter(({ severity }) => String(severity) === 'error')]).toEqual([
        true,
        [],
      ]);
      expect(event).toMatchObject({ resourceType: 'AuditEvent', recorded: look.at });
    }
  });

  it('says that a cut took away', () => {
    expect(lookEventOf(lookOf('cut'))).toMatchObject({ action: 'D', type: { code: '110101' } });
  });
});
