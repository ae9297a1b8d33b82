/** Settings of the doors: what a connection may cost, and whose word is taken for where it comes from. A part of settings.ts. */
import { z } from 'zod';
import { trustedProxies } from './access/proxies.ts';
import { USUAL_WIRES, type WireLimits } from './wires.ts';

const seconds = (least: number, most: number, usualMs: number) =>
  z.coerce
    .number('give a number')
    .min(least)
    .max(most)
    .default(usualMs / 1000);

const count = (least: number, usual: number) =>
  z.coerce
    .number('give a number')
    .int('give a whole number')
    .min(least)
    .max(1_000_000)
    .default(usual);

export const DOOR_SCHEMA = {
  // The most for headers is the least for a whole request, so that the one is never longer than the other.
  HEADERS_SECONDS: seconds(1, 60, USUAL_WIRES.headersMs),
  REQUEST_SECONDS: seconds(60, 3_600, USUAL_WIRES.requestMs),
  KEEP_ALIVE_SECONDS: seconds(1, 600, USUAL_WIRES.keepAliveMs),
  SILENT_SECONDS: seconds(30, 3_600, USUAL_WIRES.silentMs),
  MOST_CONNECTIONS: count(10, USUAL_WIRES.connections),
  MOST_WAITING_CONNECTIONS: count(0, USUAL_WIRES.waitingOfAddress),
  TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .superRefine((list, context) => {
      try {
        trustedProxies(list);
      } catch (error) {
        const message = error instanceof RangeError ? error.message : 'cannot be used';
        context.addIssue({ code: 'custom', message });
      }
    })
    .default([]),
};

type Found = { [Name in keyof typeof DOOR_SCHEMA]: z.output<(typeof DOOR_SCHEMA)[Name]> };

export const DOOR_HINTS: Record<keyof Found, string> = {
  HEADERS_SECONDS: `seconds for the headers of a request to come in, 1 to 60; default ${USUAL_WIRES.headersMs / 1000}`,
  REQUEST_SECONDS: `seconds for a whole request to come in, 60 to 3600; default ${USUAL_WIRES.requestMs / 1000}`,
  KEEP_ALIVE_SECONDS: `seconds that a connection is kept between two requests, longer than the balancer keeps it; default ${USUAL_WIRES.keepAliveMs / 1000}`,
  SILENT_SECONDS: `seconds without a byte either way after which a request is given up, 30 to 3600; default ${USUAL_WIRES.silentMs / 1000}`,
  MOST_CONNECTIONS: `connections at once, those of dashboards among them; default ${USUAL_WIRES.connections}`,
  MOST_WAITING_CONNECTIONS: `connections of one address that have not asked anything yet, 0 for no limit; default ${USUAL_WIRES.waitingOfAddress}`,
  TRUSTED_PROXIES:
    'addresses and networks of proxies whose X-Forwarded-For is believed, with commas between; without them it never is',
};

export interface DoorSettings {
  wires: WireLimits;
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
}

export function doorsOf(found: Found): DoorSettings {
  return {
    wires: {
      ...USUAL_WIRES,
      headersMs: found.HEADERS_SECONDS * 1000,
      requestMs: found.REQUEST_SECONDS * 1000,
      keepAliveMs: found.KEEP_ALIVE_SECONDS * 1000,
      silentMs: found.SILENT_SECONDS * 1000,
      connections: found.MOST_CONNECTIONS,
      waitingOfAddress: found.MOST_WAITING_CONNECTIONS,
    },
    trustedProxies: found.TRUSTED_PROXIES,
  };
}
