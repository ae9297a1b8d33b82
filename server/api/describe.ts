/** Makes the description of the API from its routes, and says once what holds for each: rights, errors, limits, examples. */
import { API_PATH, type ApiApp } from './parts.ts';
import { actionsOfRoutes } from './gates.ts';
import { PROBLEMS } from './problems.ts';
import { isConditional } from './conditional.ts';
import { describeErrors, PROBLEM_SCHEMA, type SharedResponses } from './describe-errors.ts';
import { describeExamples, readExchanges } from './describe-examples.ts';
import { describeRights, securitySchemes } from './describe-rights.ts';

export type Document = ReturnType<ApiApp['getOpenAPI31Document']>;
export type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>;
export type Parameter = Extract<NonNullable<Operation['parameters']>[number], { name: string }>;

/** The version of the API itself: docs/api-changelog.md has an entry for each. */
export const API_VERSION = '1.1.0';

/** @param secure people come by https, where the cookie of a session has another name */
export function describe(app: ApiApp, software: string, secure: boolean): Document {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Spoedkaart',
      version: API_VERSION,
      description:
        'The live picture of Dutch acute care. Times are ISO 8601 UTC; absent is null, never 0. Errors are ' +
        `application/problem+json with a stable code: ${Object.keys(PROBLEMS).join(', ')}. Software ${software}.`,
      license: { name: 'EUPL-1.2' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { key: [] }],
  });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
    securitySchemes: securitySchemes(secure),
  };
  const actions = actionsOfRoutes(app);
  const exchanges = readExchanges();
  const shared: SharedResponses = {};
  for (const [path, methods] of Object.entries(document.paths ?? {}))
    for (const [method, found] of Object.entries(methods)) {
      const operation = found as Operation;
      const route = `${method} ${path}`;
      const action = actions.get(route) ?? null;
      operation.operationId ??= nameOf(method, path);
      describeRights(operation, action);
      if (method !== 'get' && action !== null) addParameter(operation, IDEMPOTENCY_PARAMETER);
      describePages(operation);
      if (isConditional(method, path)) describeConditional(operation);
      describeErrors(operation, { method, path, action }, shared);
      describeExamples(operation, exchanges[route]);
    }
  document.components.responses = shared as NonNullable<Document['components']>['responses'];
  return document;
}

/** `putFacilitiesFacilityUnitsKind`: a name for each route, for programs that make a client of the description. */
function nameOf(method: string, path: string): string {
  const under = path.startsWith(API_PATH) ? path.slice(API_PATH.length) : path;
  const words = under.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return method + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}

type Answer = { description: string; headers?: object; content?: Record<string, unknown> };

/** Only what is JSON has a tag. */
function describeConditional(operation: Operation): void {
  const responses = operation.responses as Record<string, Answer>;
  const answer = responses['200'];
  if (answer === undefined || !Object.keys(answer.content ?? {}).some((type) => /json/.test(type)))
    return;
  addParameter(operation, IF_NONE_MATCH);
  answer.headers = { ...answer.headers, ETag: header('of this answer, for If-None-Match', TAG) };
  responses['304'] = {
    description: 'What you have still holds; ages are to be reckoned at the `Date` of this answer',
    headers: { ETag: header('as it was sent', TAG) },
  };
}

/** Lists tell their next page in a header. */
function describePages(operation: Operation): void {
  const parameters = operation.parameters ?? [];
  if (!parameters.some((one) => 'name' in one && one.name === 'cursor')) return;
  const answer = (operation.responses as Record<string, Answer>)['200'];
  if (answer === undefined) return;
  const link = header('where the next page is; absent at the end', NEXT);
  answer.headers = { ...answer.headers, Link: link };
}

const TAG = '"0c63b14b9be3a9ba8a9c5a4a9d9c8d1d6c2f4b7e9a1d3c5e7f9b1d3a5c7e9f1b"';
const NEXT = '</api/v1/decisions?limit=100&cursor=2W0Vb0…>; rel="next"';
const header = (description: string, example: string) => ({
  description,
  schema: { type: 'string' as const },
  example,
});

const IF_NONE_MATCH: Parameter = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'ETag of the answer that you have: 304 when it still holds',
  schema: { type: 'string', maxLength: 500 },
  example: TAG,
};

function addParameter(operation: Operation, parameter: Parameter): void {
  operation.parameters = [...(operation.parameters ?? []), parameter];
}

const IDEMPOTENCY_PARAMETER: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Sent again with the same body: the same answer, written once',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
  example: 'd2c9a1de-6e0f-4f43-8c0d-2f6d7f1f7a55',
};
