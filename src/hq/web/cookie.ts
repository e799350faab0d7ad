/** The cookies of the pages. No script reads them, and a browser sends them for no page but ours. */

/** What a cookie's name ends with: browsers share cookies between the ports of a machine, so that each has a name of its own. */
export function portOf(host: string): string {
  const port = /:(\d{1,5})$/.exec(host)?.[1];
  return port === undefined ? '' : `-${port}`;
}

/** What a request says for a cookie, or null. */
export function cookieOf(header: string | undefined, wanted: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === wanted) return part.slice(at + 1).trim();
  }
  return null;
}

/** The token of a session that came with a request, or null. */
export function tokenOf(header: string | undefined, host: string): string | null {
  return cookieOf(header, sessionName(host));
}

/** `Set-Cookie` for the token of a session, or for none: the browser forgets it. Unless forgotten it goes with the browser. */
export function cookieText(token: string | null, at: { readonly host: string; readonly origin: string }): string {
  const life = token === null ? { lifeSeconds: 0 } : {};
  return setCookieText({ name: sessionName(at.host), value: token ?? '', origin: at.origin, ...life });
}

/** `Set-Cookie`. It goes by encrypted lines only, where the page came by one. */
export function setCookieText(cookie: {
  readonly name: string;
  readonly value: string;
  readonly origin: string;
  readonly lifeSeconds?: number;
}): string {
  const secure = cookie.origin.startsWith('https:') ? '; Secure' : '';
  const life = cookie.lifeSeconds === undefined ? '' : `; Max-Age=${cookie.lifeSeconds}`;
  return `${cookie.name}=${cookie.value}; Path=/; HttpOnly; SameSite=Strict${secure}${life}`;
}

function sessionName(host: string): string {
  return `comptoir-hq${portOf(host)}`;
}
