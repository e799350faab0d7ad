/** The pages, in the order of the list beside them, and the right that each needs. The address says where one is: `#/tills/…`. */
import { useSyncExternalStore } from 'react';
import type { PageRight } from '#contract/pages/right.ts';

export const PLACES = [
  { name: 'today', right: 'see-sales' },
  { name: 'sessions', right: 'see-sales' },
  { name: 'stores', right: 'see-fleet' },
  { name: 'tills', right: 'see-fleet' },
  { name: 'catalogue', right: 'see-catalogue' },
  { name: 'stock', right: 'see-stock' },
  { name: 'customers', right: 'see-customers' },
  { name: 'exposure', right: 'see-customers' },
  { name: 'journal', right: 'see-journal' },
  { name: 'settings', right: 'manage-settings' },
  { name: 'users', right: 'manage-users' },
  { name: 'account', right: null },
] as const satisfies readonly { readonly name: string; readonly right: PageRight | null }[];

export type PlaceName = (typeof PLACES)[number]['name'];

export interface Place {
  readonly name: PlaceName;
  /** What is open there: an id, or nothing. */
  readonly detail: string | null;
}

/** The address of a place. */
export function addressOf(name: PlaceName, detail: string | null = null): string {
  return `#/${name}${detail === null ? '' : `/${encodeURIComponent(detail)}`}`;
}

/** The address of one row of a journal. */
export function rowAddress(chainId: string, seq: number): string {
  return addressOf('journal', `${chainId}@${seq}`);
}

/** The chain that an address of the journal names, and the row in it. */
export function rowOfDetail(detail: string): { readonly chainId: string; readonly seq: number | null } {
  const [, chainId, seq] = /^(.+)@([1-9]\d{0,14})$/.exec(detail) ?? [];
  return chainId === undefined ? { chainId: detail, seq: null } : { chainId, seq: Number(seq) };
}

export function go(name: PlaceName, detail: string | null = null): void {
  window.location.hash = addressOf(name, detail);
}

/** Where one is; null where the address names no page. */
export function usePlace(): Place | null {
  const hash = useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed);
      return () => window.removeEventListener('hashchange', changed);
    },
    () => window.location.hash,
  );
  return placeOf(hash);
}

/** Reads an address. What is not one of ours leads nowhere. */
export function placeOf(hash: string): Place | null {
  const [, name, detail] = /^#\/([a-z-]+)(?:\/([^/]+))?$/.exec(hash) ?? [];
  const known = PLACES.find((one) => one.name === name);
  if (known === undefined) return null;
  try {
    return { name: known.name, detail: detail === undefined ? null : decodeURIComponent(detail) };
  } catch {
    return { name: known.name, detail: null };
  }
}
