/** Which action of the table of rights stands at which route: the gates carry their action, so that the description can tell it. */
import type { Hono, MiddlewareHandler } from 'hono';
import type { Action } from '#domain/access/table.ts';
import type { ApiEnv } from './parts.ts';

const ACTION_OF = new WeakMap<object, Action>();

/** Says which action a gate asks the table for. */
export function asks(action: Action, gate: MiddlewareHandler<ApiEnv>): MiddlewareHandler<ApiEnv> {
  ACTION_OF.set(gate, action);
  return gate;
}

/** The action that each route asks for, by method and path (`get /api/v1/cases/{case}`); open routes are not among them. */
export function actionsOfRoutes(app: Hono<ApiEnv>): Map<string, Action> {
  const found = new Map<string, Action>();
  for (const { method, path, handler } of app.routes) {
    const action = ACTION_OF.get(handler);
    const name = `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`;
    if (action !== undefined) found.set(name, action);
  }
  return found;
}
