/** The settings of the shop, fetched when a manager opens them. */
import { lazy } from 'react';

export const ShopSettings = lazy(async () => ({ default: (await import('./shop-settings.view.tsx')).ShopSettings }));
