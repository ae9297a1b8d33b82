/**
 * The units that a category needs, at one hospital: none free (S3 to S5), stale or unknown (S8), and how far the figures can
 * be trusted. Source: routing rules 6.3.
 */
import { compareTrust, worstTrust } from '../capacity/trust.ts';
import type { UnitView } from '../capacity/unit-view.ts';
import type { PenaltyCode, Trust, UnitKind } from '../words.ts';
import type { Facts } from './ranking.ts';
import { tenthsOf, type Setting, type Site } from './site.ts';

/** What one penalty costs, in tenths of a minute, and because of what. */
export interface Charge {
  code: PenaltyCode;
  tenths: number;
  because: Facts;
}

/** What the needed units of one site cost together, and how far they can be trusted. */
export interface Capacity {
  /** S3, S4, S5 in this order; 0 is listed too. */
  none: Charge[];
  /** S8; null when every needed unit is fresh or ageing. */
  stale: { tenths: number; because: Facts } | null;
  /** The worst of the needed units: "fresher" in a tie compares this. */
  trust: Trust;
}

/** Either answers the need for a ward bed. */
const WARDS: readonly UnitKind[] = ['ward', 'acute-ward'];

/** One needed unit, or one way to meet a need. */
interface Reading {
  kind: UnitKind;
  view: UnitView | null;
  trust: Trust;
  /** S3 to S5. */
  charge: Charge | null;
  /** What S8 adds because nothing at all is known of it, tenths. */
  unknownTenths: number;
}

const isStale = ({ trust }: Reading) => trust === 'stale' || trust === 'unknown';

/** The needed units of the site, weighed (routing rules 6.3, S3 to S5 and S8). */
export function capacityOf(site: Site, setting: Setting): Capacity {
  const { units } = setting.needs;
  const readings = units
    .filter((kind) => !WARDS.includes(kind))
    .map((kind) => (kind === 'ed' ? readEd(site) : read(site, kind, setting)));
  let trust = readings.map((one) => one.trust).reduce(worstTrust, 'fresh');

  const wards = units.filter((kind) => WARDS.includes(kind));
  if (wards.length > 0) {
    const ways = waysOf(wards, site, setting);
    // The way that costs the hospital least in all, and apart from it the freshest word on either: so that neither a free
    // bed nor a newer figure on one ward can ever count against it.
    const staleAnyway = readings.some(isStale);
    const cost = (way: Reading) =>
      (way.charge?.tenths ?? 0) +
      way.unknownTenths +
      (isStale(way) && !staleAnyway ? tenthsOf(setting.policy.penalties.STALE[setting.who]) : 0);
    readings.push(
      ways.reduce((a, b) =>
        cost(b) < cost(a) || (cost(b) === cost(a) && compareTrust(b.trust, a.trust) < 0) ? b : a,
      ),
    );
    const freshest = ways
      .map((way) => way.trust)
      .reduce((a, b) => (compareTrust(a, b) <= 0 ? a : b));
    trust = worstTrust(trust, freshest);
  }
  return {
    none: readings.flatMap(({ charge }) => (charge === null ? [] : [charge])),
    stale: staleOf(readings, setting),
    trust,
  };
}

/** The ways to meet one need: the units that the site has, or the first kind when it has none; a perfect one ends the search. */
function waysOf(kinds: readonly UnitKind[], site: Site, setting: Setting): Reading[] {
  const ways: Reading[] = [];
  for (const kind of kinds) {
    const way = read(site, kind, setting);
    if (way.charge === null && way.trust === 'fresh') return [way];
    ways.push(way);
  }
  const present = ways.filter((way) => way.view !== null);
  return present.length > 0 ? present : ways.slice(0, 1);
}

/** The department's own figures cost nothing here: its status is S1 and S2, its crowding S6 and S7. */
function readEd(site: Site): Reading {
  const view = site.unit('ed');
  return { kind: 'ed', view, trust: view?.trust ?? 'unknown', charge: null, unknownTenths: 0 };
}

function read(site: Site, kind: UnitKind, setting: Setting): Reading {
  const { policy, who } = setting;
  const view = site.unit(kind);
  const code = codeOf(kind);
  const reading: Reading = {
    kind,
    view,
    trust: view?.trust ?? 'fresh',
    charge: null,
    unknownTenths: 0,
  };
  if (code === null) return reading;
  const full = tenthsOf(policy.penalties[code][who]);
  const share = Math.floor(full * policy.penalties.STALE.unknownShare + 0.5);

  if (view === null) {
    // A kind that the site does not have is known to be none, but for an intensive care that its profile says or may have.
    if (kind === 'icu' && site.facility.capabilities.icu !== false)
      return { ...reading, trust: 'unknown', unknownTenths: share };
    return {
      ...reading,
      charge: { code, tenths: full, because: { unitKind: kind, onSite: false } },
    };
  }
  if (view.status === 'closed')
    return { ...reading, charge: { code, tenths: full, because: factsOf(view) } };
  if (view.trust === 'unknown') return { ...reading, unknownTenths: share };
  if (view.effectiveAvailable === 0)
    return { ...reading, charge: { code, tenths: full, because: factsOf(view) } };
  if (code === 'NO_ICU' && view.effectiveAvailable === 1)
    return {
      ...reading,
      charge: {
        code,
        tenths: tenthsOf(policy.penalties.NO_ICU.oneLeft[who]),
        because: factsOf(view),
      },
    };
  return reading;
}

function codeOf(kind: UnitKind): 'NO_TRAUMA_BAY' | 'NO_ICU' | 'NO_WARD' | null {
  if (kind === 'trauma-bay') return 'NO_TRAUMA_BAY';
  if (kind === 'icu') return 'NO_ICU';
  return WARDS.includes(kind) ? 'NO_WARD' : null;
}

function factsOf(view: UnitView): Facts {
  const stop = view.runningStops.find((one) => one.level === 'stop');
  return {
    unitKind: view.kind,
    status: view.status,
    available: view.available,
    effectiveAvailable: view.effectiveAvailable,
    observedAt: view.observedAt,
    trust: view.trust,
    stop: stop?.id ?? null,
    until: stop?.until ?? null,
  };
}

/** S8: once, with a share of S3 to S5 for each needed unit of which nothing is known. */
function staleOf(readings: readonly Reading[], { policy, who }: Setting): Capacity['stale'] {
  const stale = readings.filter(isStale);
  if (stale.length === 0) return null;
  let tenths = tenthsOf(policy.penalties.STALE[who]);
  let oldest: string | null = null;
  for (const { unknownTenths, view, trust } of stale) {
    tenths += unknownTenths;
    const at = trust === 'stale' ? (view?.observedAt ?? null) : null;
    if (at !== null && (oldest === null || at < oldest)) oldest = at;
  }
  return {
    tenths,
    because: {
      stale: stale.filter(({ trust }) => trust === 'stale').map(({ kind }) => kind),
      unknown: stale.filter(({ trust }) => trust === 'unknown').map(({ kind }) => kind),
      observedAt: oldest,
    },
  };
}
