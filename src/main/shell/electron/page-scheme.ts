/**
 * The page under an address of its own, `app://comptoir/`: no file, no port, and the same headers as in the web shell.
 */
import { protocol } from 'electron';
import { readAssets } from '../assets.ts';
import { SECURITY_HEADERS } from '../headers.ts';

const SCHEME = 'app';
/** Origin of every page of ours. */
export const PAGE_ORIGIN = `${SCHEME}://comptoir`;

/** Has to be said before Electron is ready. */
export function claimPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Answers for the built page, and for nothing that is not in it. */
export function servePage(rendererDir: string): void {
  const assets = readAssets(rendererDir);
  protocol.handle(SCHEME, (request) => {
    const url = new URL(request.url);
    const asset = `${url.protocol}//${url.host}` === PAGE_ORIGIN ? assets.get(url.pathname) : undefined;
    if (asset === undefined) return new Response('There is nothing here.', { status: 404, headers: SECURITY_HEADERS });
    return new Response(new Uint8Array(asset.body), { headers: { ...SECURITY_HEADERS, 'content-type': asset.type } });
  });
}

/** Whether an address is one of our pages. */
export function isOurPage(address: string): boolean {
  return URL.canParse(address) && `${new URL(address).protocol}//${new URL(address).host}` === PAGE_ORIGIN;
}
