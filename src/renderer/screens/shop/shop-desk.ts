/** The currency that amounts of the settings are typed in. */
import { createContext, useContext } from 'react';
import { present } from '#base/assert.ts';
import type { StationView } from '#contract/screen/views.ts';

export interface ShopDesk {
  readonly currency: StationView['shop']['currency'];
  readonly symbol: string;
}

export const ShopContext = createContext<ShopDesk | null>(null);

export function useShopDesk(): ShopDesk {
  return present(useContext(ShopContext), 'the shop around its settings');
}
