/** What the handlers of the API do with a request, without the HTTP around it: parse, ask the desk once, map. */
import { observationSchema } from '#domain/capacity/observe.ts';
import {
  acknowledgementSchema,
  decisionSchema,
  openCaseSchema,
  reviseCaseSchema,
  statusSchema,
} from '#domain/cases/commands.ts';
import type { Refusal } from '#domain/refusal.ts';
import { stopSchema } from '#domain/stops/decide.ts';
import type { UnitKind } from '#domain/words.ts';
import { plainJson, sha256 } from '../../db/chain.ts';
import { ProblemError, problemOf } from '../../server/api/problems.ts';
import type { Desk } from '../../server/desk/desk.ts';
import type { LivePicture, Outcome } from '../../server/desk/live-picture.ts';
import type { Asker } from '../../server/desk/parts.ts';
import { PEOPLE, type PersonName } from '../support/land.ts';

export interface Request {
  who: PersonName;
  method: string;
  path: string;
  key: string | null;
  body: string | null;
}

export interface Answered {
  status: number;
  body: unknown;
}

/** Never rejects: what fails is answered as such. */
export async function handle(
  server: { desk: Desk; live: LivePicture; asker: (asker: Asker) => Asker },
  request: Request,
): Promise<Answered> {
  try {
    await server.live.refresh();
    return await answer(server, request);
  } catch (error) {
    const told = error instanceof ProblemError ? error : new ProblemError('INTERNAL');
    return { status: told.status, body: problemOf(told, 'request') };
  }
}

async function answer(
  { desk, live, asker: told }: Parameters<typeof handle>[0],
  { who, method, path, key, body }: Request,
): Promise<Answered> {
  const { actor, scope } = PEOPLE[who];
  const input = body === null ? null : (JSON.parse(body) as unknown);
  const idempotency =
    key === null
      ? undefined
      : {
          scope: `${actor.kind}:${actor.id} ${method} ${path}`,
          key,
          request: sha256(plainJson(input).text),
        };
  const asker = told({ by: actor, idempotency });
  const [, , , what, id = '', part = '', last = ''] = path.split('/');
  switch (`${method} ${what} ${part}`) {
    case 'GET health ':
      return { status: 200, body: { seq: live.picture.seq } };
    case 'GET cases ranking': {
      const ranking = await desk.ranking(id);
      if ('ok' in ranking) throw new ProblemError(ranking.code);
      return { status: 200, body: ranking };
    }
    case 'PUT facilities units':
      return of(
        await desk.observeUnit(asker, {
          ...{ facility: id, kind: last as UnitKind, ifVersion: null },
          input: observationSchema.parse(input),
          channel: actor.kind === 'key' ? 'api' : 'manual',
        }),
      );
    case 'POST facilities stops':
      return of(await desk.startStop(asker, { facility: id, input: stopSchema.parse(input) }));
    case 'DELETE facilities stops':
      return of(await desk.endStop(asker, { facility: id, stop: last }));
    case 'POST cases ':
      return of(
        await desk.openCase(asker, {
          room: scope.room ?? '',
          input: openCaseSchema.parse(input),
        }),
      );
    case 'PUT cases ':
      return of(
        await desk.reviseCase(asker, {
          ...{ case: id, ifVersion: null },
          input: reviseCaseSchema.parse(input),
        }),
      );
    case 'POST cases decisions':
      return of(await desk.decide(asker, { case: id, input: decisionSchema.parse(input) }));
    case 'POST cases status':
      return of(await desk.step(asker, { case: id, step: statusSchema.parse(input).status }));
    case 'POST cases acknowledgement':
      return of(
        await desk.acknowledge(asker, {
          ...{ case: id, facilities: scope.facilities },
          ...acknowledgementSchema.parse(input),
        }),
      );
    default:
      throw new ProblemError('NOT_FOUND');
  }
}

function of(outcome: Outcome<unknown> | Refusal): Answered {
  if (outcome.ok) return { status: 200, body: outcome.value };
  throw new ProblemError(outcome.code, { path: outcome.path, facts: outcome.facts });
}
