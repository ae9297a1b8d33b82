/**
 * Who may do what: one table of role x action x scope. API, sockets, feeds and dashboard ask it, nobody decides by himself.
 * Default: nothing is allowed. Source: contract, "Roles".
 */
import type { Audience } from '../audience/project.ts';
import { projectCase } from '../audience/project.ts';
import type { Actor, CaseState, Picture } from '../picture.ts';
import type { CaseStep, Role } from '../words.ts';

/** Everything that can be allowed. */
export const ACTIONS = [
  'picture.read',
  'live.follow',
  'ledger.read',
  'ledger.verify',
  'unit.write',
  'stop.write',
  'case.open',
  'case.read',
  'case.revise',
  'case.decide',
  'case.step',
  'case.acknowledge',
  'decision.explain',
  'decisions.read',
  'quality.read',
  'accounts.manage',
  'installation.manage',
  'keys.manage',
  'policy.manage',
  'metrics.read',
  'feeds.read',
  'feeds.manage',
  'walls.manage',
  'webhooks.manage',
  'confirmation.ask',
  'shift.keep',
  'account.own',
  'access-log.read',
  'glass.break',
] as const;
export type Action = (typeof ACTIONS)[number];

/** How far a permission reaches: everything, the own facilities, room or regions, or the cases that one may see. */
export type Reach =
  | 'all'
  | 'own-facilities'
  | 'own-room'
  | 'own-regions'
  | 'seen-cases'
  | 'chosen-hospital'
  | 'cases-of-regions';

/** Roles of people; `machine` is a key's. */
export type PeopleRole = Exclude<Role, 'machine'>;

type Row = Partial<Record<Action, Reach>>;

const EVERYBODY: Row = { 'picture.read': 'all', 'live.follow': 'all', 'ledger.read': 'all' };

/** Whoever signs in as a person looks after the own sessions and the own second factor. */
const PEOPLE: Row = { ...EVERYBODY, 'account.own': 'all' };

/** The table itself; what is not in it is forbidden. */
export const ACCESS: Record<Role, Row> = {
  administrator: {
    ...PEOPLE,
    'ledger.verify': 'all',
    'accounts.manage': 'all',
    'installation.manage': 'all',
    'keys.manage': 'all',
    'policy.manage': 'all',
    'metrics.read': 'all',
    'feeds.read': 'all',
    'feeds.manage': 'all',
    'walls.manage': 'all',
    'webhooks.manage': 'all',
    'glass.break': 'all',
  },
  chair: {
    ...PEOPLE,
    'ledger.verify': 'all',
    'case.read': 'seen-cases',
    'decisions.read': 'seen-cases',
    'quality.read': 'all',
    'feeds.read': 'all',
    'walls.manage': 'own-regions',
    'confirmation.ask': 'own-regions',
    'shift.keep': 'own-regions',
    'access-log.read': 'cases-of-regions',
    'glass.break': 'all',
  },
  dispatcher: {
    ...PEOPLE,
    'ledger.verify': 'all',
    'case.open': 'own-room',
    'case.read': 'own-room',
    'case.revise': 'own-room',
    'case.decide': 'own-room',
    'case.step': 'own-room',
    'decision.explain': 'own-room',
    'decisions.read': 'own-room',
    'glass.break': 'all',
  },
  hospital: {
    ...PEOPLE,
    'ledger.verify': 'all',
    'unit.write': 'own-facilities',
    'stop.write': 'own-facilities',
    'case.read': 'seen-cases',
    'case.step': 'chosen-hospital',
    'case.acknowledge': 'chosen-hospital',
    'decisions.read': 'seen-cases',
    'quality.read': 'own-facilities',
    'feeds.read': 'own-facilities',
    'access-log.read': 'chosen-hospital',
    'glass.break': 'all',
  },
  viewer: PEOPLE,
  // A key does what its scope names, within the facilities or the room that it names.
  machine: {
    ...EVERYBODY,
    'unit.write': 'own-facilities',
    'stop.write': 'own-facilities',
    'case.open': 'own-room',
    'case.read': 'seen-cases',
    'case.revise': 'own-room',
    'case.decide': 'own-room',
    'case.step': 'seen-cases',
    'case.acknowledge': 'chosen-hospital',
    'decision.explain': 'own-room',
    'decisions.read': 'seen-cases',
    'metrics.read': 'all',
  },
};

/** Actions that a key can be given; the rest belongs to people. */
export const KEY_ACTIONS = Object.keys(ACCESS.machine) as Action[];

/** What an account or key speaks for. */
export interface Scope {
  room: string | null;
  facilities: string[];
  regions: string[] | 'nation';
  /** Actions that a key was given; null for people, whose role says it. */
  actions: Action[] | null;
  /** Cases whose glass this account broke, for as long as that stands; absent: none. Never stored. */
  opened?: readonly string[];
}

/** Speaks for nothing. */
export const NO_SCOPE: Scope = { room: null, facilities: [], regions: [], actions: null };

/** Somebody signed in. */
export interface Principal {
  actor: Actor;
  role: Role;
  scope: Scope;
}

/** What the action is done to. */
export type Target =
  | { kind: 'none' }
  | { kind: 'facility'; id: string }
  /** Something that shows these regions: `every` one must be one's own to set it up, `some` to see and to end it. */
  | { kind: 'regions'; ids: readonly string[]; own: 'every' | 'some' }
  | { kind: 'case'; one: CaseState; picture: Picture };

/** `hidden` is answered as not found: what one may not see does not exist. */
export type Verdict = 'allowed' | 'forbidden' | 'hidden';

/** What the principal is shown of cases and inbound patients, by today's rights. */
export function audienceOf({ role, scope }: Principal): Audience {
  const keySees = role === 'machine' && (scope.actions?.includes('case.read') ?? false);
  const sees = role === 'dispatcher' || role === 'hospital' || keySees;
  return {
    room: sees ? scope.room : null,
    facilities: sees ? scope.facilities : [],
    regions: role === 'chair' ? scope.regions : [],
    inbound: role !== 'viewer',
    ...(scope.opened === undefined ? {} : { opened: scope.opened }),
  };
}

/** What a broken glass gives: to look, at that one case, and never to act. */
const GLASS_GIVES: readonly Action[] = ['case.read', 'access-log.read'];

/** The principal with the cases that stand open for it; the very same where there are none. */
export function withOpened(principal: Principal, opened: readonly string[] | undefined): Principal {
  if (opened === undefined || principal.actor.kind !== 'account') return principal;
  return { ...principal, scope: { ...principal.scope, opened } };
}

/** Whether the role has the action at all, whatever it is done to: what a screen asks before it draws a button. */
export function reachOf(principal: Principal, action: Action): Reach | null {
  const reach = ACCESS[principal.role][action];
  if (reach === undefined) return null;
  const { actions } = principal.scope;
  const basic = EVERYBODY[action] !== undefined;
  if (actions !== null && !basic && !actions.includes(action)) return null;
  return reach;
}

/** Whether the principal may do the action to the target; what one may not see is `hidden`. */
export function may(
  principal: Principal,
  action: Action,
  target: Target = { kind: 'none' },
): Verdict {
  const reach = reachOf(principal, action);
  if (target.kind === 'case') {
    const seen = projectCase(target.one, target.picture, audienceOf(principal));
    if (seen === null) return 'hidden';
    const opened = principal.scope.opened?.includes(target.one.id) === true;
    if (opened && GLASS_GIVES.includes(action)) return 'allowed';
    return reach !== null && reaches(reach, principal, target) ? 'allowed' : 'forbidden';
  }
  if (reach === null) return 'forbidden';
  return reaches(reach, principal, target) ? 'allowed' : 'forbidden';
}

function reaches(reach: Reach, { scope }: Principal, target: Target): boolean {
  switch (reach) {
    case 'all':
      return true;
    case 'own-facilities':
      // Without a facility the question is about the role's own ones.
      return target.kind === 'facility'
        ? scope.facilities.includes(target.id)
        : target.kind === 'none' && scope.facilities.length > 0;
    case 'own-room':
      return target.kind === 'case' ? target.one.room === scope.room : scope.room !== null;
    case 'own-regions':
      return ownsRegions(scope.regions, target);
    case 'seen-cases':
      return true;
    case 'cases-of-regions':
      return target.kind === 'case'
        ? scope.regions === 'nation' || scope.regions.includes(target.one.region)
        : scope.regions === 'nation' || scope.regions.length > 0;
    case 'chosen-hospital':
      return target.kind === 'case'
        ? target.one.decision !== null && scope.facilities.includes(target.one.decision.facility)
        : scope.facilities.length > 0;
  }
}

function ownsRegions(regions: Scope['regions'], target: Target): boolean {
  if (regions === 'nation') return true;
  if (target.kind !== 'regions') return target.kind === 'none' && regions.length > 0;
  return target.own === 'every'
    ? target.ids.every((id) => regions.includes(id))
    : target.ids.some((id) => regions.includes(id));
}

/** Where the patient is, a hospital can say of its own patient; whether the journey goes on is the dispatch room's word. */
export const HOSPITAL_STEPS: readonly CaseStep[] = ['arrived', 'handed-over'];

/** As `may(…, 'case.step', …)`, for one step. */
export function mayStep(principal: Principal, step: CaseStep, target: Target): Verdict {
  const verdict = may(principal, 'case.step', target);
  if (verdict !== 'allowed' || target.kind !== 'case') return verdict;
  const { room, facilities } = principal.scope;
  if (room !== null && room === target.one.room) return 'allowed';
  // One that lost the case still sees it, and has no say in it any more.
  const chosen = target.one.decision?.facility;
  const isChosen = chosen !== undefined && facilities.includes(chosen);
  return isChosen && HOSPITAL_STEPS.includes(step) ? 'allowed' : 'forbidden';
}
