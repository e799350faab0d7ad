import { useEffect, useEffectEvent } from 'react';
import { captureKeyboard } from '../wedge/capture.ts';
import { WEDGE_DEFAULTS } from '../wedge/wedge.ts';
import { useDesk } from './desk.tsx';

/** Takes the scans of a keyboard scanner for as long as the screen that calls it is there. */
export function useWedge(handlers: { readonly onScan: (text: string) => void; readonly onLooseKey: (key: string) => void }): void {
  const { preferences } = useDesk();
  const onScan = useEffectEvent(handlers.onScan);
  const onLooseKey = useEffectEvent(handlers.onLooseKey);
  const options = useEffectEvent(() => ({ ...WEDGE_DEFAULTS, layout: preferences.scannerLayout }));
  useEffect(() => captureKeyboard(window, {
    options: () => options(),
    onScan: (text) => onScan(text),
    onLooseKey: (key) => onLooseKey(key),
  }), []);
}
