/** The two words that page and shell say over Electron's own channel; everything else goes over the port. */
export const CONNECT_CHANNEL = 'comptoir:connect';
export const PORT_CHANNEL = 'comptoir:port';
