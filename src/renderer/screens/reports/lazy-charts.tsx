/** The charts, fetched with the first report that somebody looks at. */
import { lazy } from 'react';

export const HoursChart = lazy(async () => ({ default: (await import('./charts.tsx')).HoursChart }));
export const BarsChart = lazy(async () => ({ default: (await import('./charts.tsx')).BarsChart }));
export const OverShortChart = lazy(async () => ({ default: (await import('./charts.tsx')).OverShortChart }));
