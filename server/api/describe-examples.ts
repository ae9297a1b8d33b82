/** Examples in the description: what a real server was asked and answered. tests/api/kept keeps them true. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from './describe.ts';

interface Exchange {
  params?: Record<string, string>;
  query?: Record<string, string>;
  request?: { type: string; value: unknown };
  response: { status: number; type: string; value: unknown };
}
export type Exchanges = Readonly<Record<string, Exchange>>;

/** By the route's name: `put /api/v1/facilities/{facility}/units/{kind}`. */
export function readExchanges(): Exchanges {
  const text = readFileSync(join(import.meta.dirname, 'examples.json'), 'utf8');
  return JSON.parse(text) as Exchanges;
}

type Content = Record<string, { examples?: object }>;

export function describeExamples(operation: Operation, exchange: Exchange | undefined): void {
  if (exchange === undefined) return;
  const { params, query, request, response } = exchange;
  for (const parameter of operation.parameters ?? []) {
    if (!('name' in parameter)) continue;
    const known = parameter.in === 'path' ? params : parameter.in === 'query' ? query : undefined;
    const example = known?.[parameter.name];
    if (example !== undefined) parameter.example = example;
  }
  const { requestBody } = operation;
  if (request !== undefined && requestBody !== undefined && 'content' in requestBody)
    show(requestBody.content, request.type, request.value);
  const answers = operation.responses as Record<string, { content?: Content }>;
  show(answers[String(response.status)]?.content, response.type, response.value);
}

/** What is of a media type that the route does not name stands nowhere: a test finds it missing. */
function show(content: Content | undefined, type: string, value: unknown): void {
  const described = content?.[type];
  if (described !== undefined && value !== undefined) described.examples = { example: { value } };
}
