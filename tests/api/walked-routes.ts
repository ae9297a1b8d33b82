/** The routes of a server, filled in, for tests that walk all of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsOfRoutes } from '../../server/api/gates.ts';
import type { Harness } from './harness.ts';

export interface Example {
  request?: { type: string; value: unknown };
  query?: Record<string, string>;
}
/** What each route takes, as its description shows it. */
export const EXAMPLES = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../server/api/examples.json'), 'utf8'),
) as Record<string, Example>;

export interface WalkedRoute {
  /** `put /api/v1/cases/{case}`, as the description names it. */
  name: string;
  method: string;
  /** With its parameters in braces. */
  path: string;
  parameters: string[];
}

/** Those at which a right is asked: all but the open ones. */
export function guardedRoutes(h: Harness): WalkedRoute[] {
  return [...actionsOfRoutes(h.app.api).keys()].map(routeOf);
}

export function routeOf(name: string): WalkedRoute {
  const [method = '', path = ''] = name.split(' ');
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, one = '']) => one);
  return { name, method: method.toUpperCase(), path, parameters };
}

/** @param values by parameter; what is not among them is `none` */
export const filled = ({ path }: WalkedRoute, values: Readonly<Record<string, string>> = {}) =>
  path.replace(/\{(\w+)\}/g, (_, one: string) => encodeURIComponent(values[one] ?? 'none'));
