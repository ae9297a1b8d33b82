/** The decision log: what was decided, why otherwise than advised, and each decision replayed. */
import { createRoute, z } from '@hono/zod-openapi';
import { accepts } from 'hono/accepts';
import type { DecisionQuery, DecisionRow } from '../../db/decision-log.ts';
import { audienceOf, type Principal } from '#domain/access/table.ts';
import { overrideReasonSchema } from '#domain/cases/commands.ts';
import { iso, ms } from '#domain/clock.ts';
import { caseFromLedger, replayDecision } from '../desk/replay.ts';
import { seenReplay } from '../desk/replay-view.ts';
import { decisionsAsCsv } from './csv.ts';
import { asks } from './gates.ts';
import { askerOf } from './idempotency.ts';
import { allow, answers, gate, jsonBody, pathId, resource, written } from './kit.ts';
import { listed, saw, seenOfRows } from './looks.ts';
import { logPeriod, scopeOf } from './log-scope.ts';
import type { ApiParts } from './parts.ts';
import { pageQuery, placeOf, tellNext } from './pages.ts';
import { refuseUnknownPlaces } from './places-asked.ts';
import { ProblemError } from './problems.ts';
import { decisionLineOut, decisionOut } from './schemas/cases.ts';
import { replayOut } from './schemas/replay.ts';

const USUAL_LINES = 100;
const params = z.object({ decision: pathId('decision') });
const query = z.object({
  ...logPeriod,
  facility: z.string().min(1).max(80).optional(),
  overridden: z.enum(['true', 'false']).optional(),
  ...pageQuery(USUAL_LINES),
});

type Line = z.output<typeof decisionLineOut>;

export function decisions(parts: ApiParts) {
  const { desk, deskParts, decisionLog } = parts;
  const { texts, live } = deskParts;

  /** Whether the one who asks may see the decision; then its row is at hand. */
  const rowOf = async (principal: Principal, id: string): Promise<DecisionRow> => {
    const row = await decisionLog.find(id, scopeOf(principal));
    if (row === null) throw new ProblemError('UNKNOWN_DECISION');
    return row;
  };
  const explainGate = asks('decision.explain', async (c, next) => {
    const { principal } = c.var.who;
    const row = await rowOf(principal, c.req.param('decision') ?? '');
    const { picture } = live;
    const one = picture.cases[row.caseId];
    if (one === undefined) throw new ProblemError('UNKNOWN_DECISION');
    allow(principal, 'decision.explain', { kind: 'case', one, picture }, 'UNKNOWN_DECISION');
    await next();
  });
  const lineOf = async (row: DecisionRow): Promise<Line> => {
    const note = row.noteId === null ? null : { id: row.noteId, hash: '' };
    const known = await texts.fetch([note]);
    return toLine(row, note === null ? null : known(note));
  };

  const list = createRoute({
    method: 'get',
    path: '/decisions',
    tags: ['decisions'],
    summary: 'The decision log, newest first; `Accept: text/csv` gives all of it as CSV',
    middleware: gate('decisions.read'),
    request: { query },
    responses: {
      200: {
        description: 'A page; `next` is the cursor of the next one, null at the end',
        content: {
          'application/json': {
            schema: z.object({ decisions: z.array(decisionLineOut), next: z.string().nullable() }),
          },
          'text/csv': { schema: z.string() },
        },
      },
    },
  });

  const read = createRoute({
    method: 'get',
    path: '/decisions/{decision}',
    tags: ['decisions'],
    summary: 'One line of the decision log',
    middleware: gate('decisions.read'),
    request: { params },
    responses: answers(200, 'The line', decisionLineOut),
  });

  const explain = createRoute({
    method: 'put',
    path: '/decisions/{decision}/override-reason',
    tags: ['decisions'],
    summary: 'The reason of an override, given afterwards',
    middleware: explainGate,
    request: { params, body: jsonBody(overrideReasonSchema) },
    responses: answers(200, 'The decision', decisionOut),
  });

  const replay = createRoute({
    method: 'get',
    path: '/decisions/{decision}/replay',
    tags: ['decisions'],
    summary: 'The ranking computed anew from the ledger as it was, compared with what was stored',
    middleware: gate('decisions.read'),
    request: { params },
    responses: answers(
      200,
      'The same ranking, or where it differs, with what was known then',
      replayOut,
    ),
  });

  return resource()
    .openapi(list, async (c) => {
      const { overridden, cursor, ...wanted } = c.req.valid('query');
      refuseUnknownPlaces(live.picture, wanted);
      const place = placeOf(c, parts, cursor, z.string());
      const asked: DecisionQuery = {
        ...wanted,
        ...(place === null ? {} : { cursor: place }),
        scope: scopeOf(c.var.who.principal),
        ...(overridden === undefined ? {} : { overridden: overridden === 'true' }),
      };
      const type = accepts(c, {
        header: 'Accept',
        supports: ['application/json', 'text/csv'],
        default: 'application/json',
      });
      c.header('Vary', 'Accept');
      if (type === 'text/csv') {
        const csv = decisionsAsCsv(decisionLog, asked, lineOf, (rows) =>
          saw(parts, c, 'export', seenOfRows(c, rows)),
        );
        return c.body(csv, 200, {
          'content-type': 'text/csv; charset=utf-8; header=present',
          'content-disposition': 'attachment; filename="decisions.csv"',
        });
      }
      const page = await decisionLog.query(asked);
      await listed(parts, c, 'list', seenOfRows(c, page.rows));
      const lines = await Promise.all(page.rows.map(lineOf));
      return c.json({ decisions: lines, next: tellNext(c, parts, page.next) }, 200);
    })
    .openapi(read, async (c) => {
      const row = await rowOf(c.var.who.principal, c.req.valid('param').decision);
      await saw(parts, c, 'read', seenOfRows(c, [row]));
      return c.json(await lineOf(row), 200);
    })
    .openapi(explain, async (c) => {
      const { decision } = c.req.valid('param');
      const row = await rowOf(c.var.who.principal, decision);
      const { overrideReason, note } = c.req.valid('json');
      const outcome = await desk.explainOverride(await askerOf(c), {
        case: row.caseId,
        decision,
        reason: overrideReason,
        note,
      });
      return c.json(written(outcome).value, 200);
    })
    .openapi(replay, async (c) => {
      const { decision } = c.req.valid('param');
      const row = await rowOf(c.var.who.principal, decision);
      const replayed = await replayDecision(deskParts, row.caseId, decision);
      const present = await caseFromLedger(deskParts, row.caseId);
      if (replayed === null || present === null) throw new ProblemError('UNKNOWN_DECISION');
      await saw(parts, c, 'past', seenOfRows(c, [row]));
      const { identical, ranking, picture, at, differences, stored } = replayed;
      return c.json(
        {
          identical,
          ranking,
          // Ages were reckoned at the moment that was used, which may be later than the picture's last entry.
          picture: { seq: picture.seq, at: iso(Math.max(at, ms(picture.at))) },
          differences,
          software: stored.software,
          storedHash: stored.hash,
          ...seenReplay(replayed, present, audienceOf(c.var.who.principal)),
        },
        200,
      );
    });
}

function toLine(row: DecisionRow, note: string | null): Line {
  return {
    id: row.decisionId,
    seq: row.seq,
    at: row.at,
    case: row.caseId,
    caseNumber: row.caseNumber,
    room: row.room,
    caseRegion: row.caseRegion,
    facility: row.facility,
    facilityRegion: row.facilityRegion,
    facilityLevel: row.facilityLevel,
    facilityDesignated: row.facilityDesignated,
    category: row.category,
    urgency: row.urgency,
    red: row.red,
    rank: row.rank,
    tie: row.tie,
    advised: row.advised,
    overridden: row.overridden,
    overrideReason: row.overrideReason,
    note,
    policy: { id: row.policyId, version: row.policyVersion },
    replaces: row.replaces,
  };
}
