/** Bed capacities of a HAVE message: each type of bed with its counts, sub-categories by the words that are understood. */
import type { UnitKind } from '#domain/words.ts';
import { feedCount, type Anomaly, type FeedItem } from '../core/item.ts';
import { childrenOf, textOf, type Element } from '../core/xml.ts';
import {
  BED_TYPES,
  CAPACITY_STATUSES,
  KIND_OF_BED,
  kindOfSubCategory,
  type BedType,
} from './words.ts';

type ItemOf = (kind: UnitKind, at: string) => FeedItem;
type Remark = (anomaly: Anomaly) => void;

/** `remark`: of what belongs to no unit. */
export function gatherBeds(status: Element | undefined, itemOf: ItemOf, remark: Remark): void {
  const seen = new Map<UnitKind, Set<BedType>>();
  childrenOf(status, 'BedCapacity').forEach((capacity, n) => {
    const types = childrenOf(capacity, 'BedType').map((one) => one.text);
    const subs = childrenOf(capacity, 'SubCategoryBedType').map((one) => one.text);
    const counts = childrenOf(capacity, 'Capacity');
    // The schema lets types and counts repeat one after another; only equal numbers of both say which belongs to which.
    if (
      types.length === 0 ||
      types.length !== counts.length ||
      (subs.length > 0 && subs.length !== counts.length)
    ) {
      if (types.length > 0 || counts.length > 0) remark('AMBIGUOUS');
      return;
    }
    types.forEach((type, index) => {
      const count = counts[index];
      if (count === undefined) return;
      const kind = kindOf(type, subs[index], remark);
      if (kind === null) return;
      const item = itemOf(kind, `BedCapacity[${n + 1}]`);
      const before = seen.get(kind) ?? new Set();
      seen.set(kind, before);
      take(item, count, type as BedType, before);
      before.add(type as BedType);
    });
  });
}

function kindOf(type: string, sub: string | undefined, remark: Remark): UnitKind | null {
  const known = BED_TYPES.find((one) => one === type);
  if (known === undefined) {
    remark('UNKNOWN_CODE');
    return null;
  }
  if (sub === undefined || sub === '') return KIND_OF_BED[known];
  const kind = kindOfSubCategory(sub);
  // A part of a category is not the category: without knowing which part, nothing is said.
  if (kind === null) remark('UNMAPPED_PLACE');
  return kind;
}

function take(item: FeedItem, count: Element, type: BedType, before: ReadonlySet<BedType>): void {
  const remark: Remark = (anomaly) => void item.anomalies.push(anomaly);
  const available = feedCount(textOf(count, 'AvailableCount'), remark);
  const physical = feedCount(textOf(count, 'BaselineCount'), remark);
  const { figures } = item;
  if (before.has(type)) {
    // The same type twice, or a sub-category beside its whole: the last word replaces.
    if (figures.available !== available || figures.physical !== physical) remark('CONTRADICTION');
    figures.available = available;
    figures.physical = physical;
  } else if (before.size > 0) {
    // Adults and children of one kind of ours are added; a sum of which a part is unknown is unknown.
    figures.available = plus(figures.available, available);
    figures.physical = plus(figures.physical, physical);
  } else {
    figures.available = available;
    figures.physical = physical;
  }
  const word = textOf(count, 'CapacityStatus');
  // The status of an emergency department is its traffic, not its beds.
  if (word === null || item.kind === 'ed') return;
  if (!CAPACITY_STATUSES.some((one) => one === word)) remark('SPELLING');
  if (word === 'NotAvailable') figures.status = 'closed';
  else if (/^Vacant\/?Available$/.test(word)) {
    figures.status = available === 0 ? 'limited' : available === null ? null : 'open';
    if (available === 0) item.flags = [...(item.flags ?? []), 'INCONSISTENT'];
  }
}

const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
