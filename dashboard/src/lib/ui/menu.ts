import type { LucideIcon } from '@lucide/svelte';

/** One thing that a menu can do, or one of some that it can set. */
export interface MenuItem {
  label: string;
  icon?: LucideIcon;
  /** The language of the label, when it is not the page's. */
  lang?: string;
  /** One of some: whether it is the chosen one. Absent: it does something. */
  chosen?: boolean;
  act: () => void;
}

/** Items that belong together; a heading says as what. */
export interface MenuGroup {
  label?: string;
  items: readonly MenuItem[];
}
