/**
 * The page: opens its way to the till, by the bridge of the Electron shell or by the WebSocket of the web shell, and
 * paints what comes.
 */
import { createRoot } from 'react-dom/client';
import { present } from '#base/assert.ts';
import { CustomerApp } from './customer/customer-app.view.tsx';
import { isCustomerScreen } from './customer/customer-address.ts';
import { bridgeCarrier, bridgeOf } from './link/bridge.ts';
import { openLink } from './link/link.ts';
import { webSocketCarrier, wireAddress } from './link/web-socket.ts';
import { App } from './screens/app.view.tsx';
import { languageOfAddress, loadPreferences, savePreferences } from './theme/preferences.ts';
import './theme/theme.css';

const bridge = bridgeOf(window);
const forCustomer = isCustomerScreen(window.location.search);
const address = wireAddress(window.location, forCustomer ? 'customer' : 'operator');
const port = openLink({
  carrier: bridge === null ? webSocketCarrier({ address }) : bridgeCarrier(bridge),
  newId: () => crypto.randomUUID(),
  ...(forCustomer ? { topics: ['customer'] as const } : {}),
});

// Asked for once, at the start: what is chosen on the screen afterwards outlives a reload.
const language = languageOfAddress(window.location.search);
if (language !== null && !forCustomer) {
  savePreferences(window.localStorage, { ...loadPreferences(window.localStorage), language });
  window.history.replaceState(null, '', window.location.pathname);
}

createRoot(present(document.getElementById('page'), 'the element that the page is painted into')).render(
  forCustomer ? <CustomerApp port={port} /> : <App port={port} />,
);
