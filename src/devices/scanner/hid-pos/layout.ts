/**
 * Where makers put what in their report of a scanned code. All have 64 bytes: the report id 2, the count of data bytes in
 * this report, up to 56 data bytes, and in the last byte a bit that says "more follows". Sources: README.md.
 */
import { isAimIdentifier } from '../aim.ts';
import PROFILES from './profiles.json' with { type: 'json' };

export const REPORT_BYTES = 64;
export const REPORT_ID = 2;
export const DATA_BYTES_MAX = 56;
export const COUNT_AT = 1;
export const MORE_AT = 63;

export interface Layout {
  readonly dataAt: number;
  readonly makersIdAt: number;
  readonly aimAt?: number;
}

export interface MakerProfile {
  readonly maker: string;
  readonly layout: Layout;
  /** The maker's own identifiers of symbologies that an AIM identifier is known for. */
  readonly makersIds: Readonly<Record<string, string>>;
}

const { layouts } = PROFILES;

/** What is known of a maker's scanners; undefined for makers of whom nothing is. */
export function makerProfile(vendorId: number | undefined): MakerProfile | undefined {
  const found = PROFILES.makers.find((maker) => vendorId !== undefined && maker.vendorIds.includes(vendorId));
  if (found === undefined) return undefined;
  const layout = Object.entries(layouts).find(([name]) => name === found.layout)?.[1] ?? layouts['aim-first'];
  return { maker: found.maker, layout, makersIds: found.makersIds };
}

/** How this report is laid out: as its maker's are, or, where the maker is not known, as it looks. */
export function layoutOf(report: Uint8Array, profile: MakerProfile | undefined): Layout {
  if (profile?.layout.aimAt === undefined && profile !== undefined) return profile.layout;
  for (const layout of [layouts['aim-first'], layouts['aim-after-gap']]) {
    if (isAimIdentifier(textAt(report, layout.aimAt))) return layout;
  }
  if (profile !== undefined) return profile.layout;
  // An identifier that is left blank leaves its place blank; what is there is data.
  return report[layouts['no-aim'].dataAt] === 0 ? layouts['aim-first'] : layouts['no-aim'];
}

/** The AIM identifier that the report says, in its own place or by the maker's letter. */
export function symbologyOf(report: Uint8Array, layout: Layout, profile: MakerProfile | undefined): string | undefined {
  const aim = layout.aimAt === undefined ? '' : textAt(report, layout.aimAt);
  const byMaker = profile?.makersIds[String.fromCharCode(report[layout.makersIdAt] ?? 0)];
  // `]X` says no more than "some other symbology".
  if (isAimIdentifier(aim) && !(aim.startsWith(']X') && byMaker !== undefined)) return aim;
  return byMaker;
}

function textAt(report: Uint8Array, at: number): string {
  return String.fromCharCode(...report.subarray(at, at + 3));
}
