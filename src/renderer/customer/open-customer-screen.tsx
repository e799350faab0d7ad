/**
 * Opens the customer's page from the settings of the web shell: on a second screen, where the browser knows of one and
 * may say so (Window Management, W3C), else as a window that a hand moves there. The Electron shell does it by itself.
 */
import { useState } from 'react';
import { bridgeOf } from '../link/bridge.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { useDesk } from '../parts/desk.tsx';
import { customerAddress } from './customer-address.ts';

const WINDOW_NAME = 'comptoir-customer';

interface ScreenPlace {
  readonly availLeft: number;
  readonly availTop: number;
  readonly availWidth: number;
  readonly availHeight: number;
}

interface ScreenDetails {
  readonly screens: readonly ScreenPlace[];
  readonly currentScreen: ScreenPlace;
}

export function OpenCustomerScreen() {
  const { words } = useDesk();
  const [isBlocked, setBlocked] = useState(false);
  if (bridgeOf(window) !== null) return null;
  return (
    <>
      <ActionButton name="customer-screen" onPress={() => void openCustomerScreen().then((is) => setBlocked(!is))}>
        {words.t('customer.open')}
      </ActionButton>
      <p role="status">{words.t(isBlocked ? 'customer.blocked' : 'customer.open-hint')}</p>
    </>
  );
}

/** False where the browser opens no window. */
async function openCustomerScreen(): Promise<boolean> {
  const place = await otherScreen();
  const at =
    place === undefined
      ? 'width=1024,height=600'
      : `left=${place.availLeft},top=${place.availTop},width=${place.availWidth},height=${place.availHeight}`;
  return window.open(customerAddress(window.location), WINDOW_NAME, `popup,${at}`) !== null;
}

/** A screen that this page is not on; undefined where there is none or the browser may not tell. */
async function otherScreen(): Promise<ScreenPlace | undefined> {
  if (!('getScreenDetails' in window)) return undefined;
  try {
    const details = await (window.getScreenDetails as () => Promise<ScreenDetails>)();
    return details.screens.find((screen) => screen !== details.currentScreen);
  } catch {
    return undefined;
  }
}
