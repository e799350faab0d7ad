/**
 * The hosts of a search as somebody types them: names and addresses, with or without a port, apart by commas or spaces.
 * What can be no host is told at the field before anything is asked.
 */

/** As many as one search takes. */
const HOSTS_MAX = 16;
const PORT_MAX = 65_535;

export type TypedHosts =
  | { readonly kind: 'hosts'; readonly hosts: readonly string[] }
  /** The first that is none. */
  | { readonly kind: 'wrong'; readonly host: string };

/** The hosts in `text`, as the till takes them. */
export function hostsIn(text: string): TypedHosts {
  const typed = text.split(/[\s,;،]+/).filter((host) => host !== '');
  const hosts: string[] = [];
  for (const one of typed) {
    const host = hostOf(one);
    if (host === null) return { kind: 'wrong', host: one };
    hosts.push(host);
  }
  return { kind: 'hosts', hosts: [...new Set(hosts)].slice(0, HOSTS_MAX) };
}

function hostOf(typed: string): string | null {
  const host = typed.replace(/^tcp:\/\//i, '').replace(/\/$/, '');
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(host);
  if (bracketed !== null) {
    return isVersion6(bracketed[1] ?? '') && isPort(bracketed[2]) ? host : null;
  }
  if (isVersion6(host)) return host;
  const named = /^([^:]+)(?::(\d{1,5}))?$/.exec(host);
  return named !== null && isName(named[1] ?? '') && isPort(named[2]) ? host : null;
}

function isPort(port: string | undefined): boolean {
  return port === undefined || (Number(port) >= 1 && Number(port) <= PORT_MAX);
}

/** A name of RFC 1123, or four numbers; what is written in numbers alone is meant as an address and has to be one. */
function isName(host: string): boolean {
  if (/^[\d.]+$/.test(host)) {
    const numbers = host.split('.');
    return numbers.length === 4 && numbers.every((number) => /^\d{1,3}$/.test(number) && Number(number) <= 255);
  }
  return (
    host.length <= 253 &&
    host.split('.').every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label))
  );
}

function isVersion6(host: string): boolean {
  return /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(host) && URL.canParse(`http://[${host}]/`);
}
