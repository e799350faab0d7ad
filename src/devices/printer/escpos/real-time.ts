/**
 * Real-time commands: a printer obeys `DLE EOT`, `DLE ENQ` and `DLE DC4` the moment they arrive, inside the data of another
 * command too (HPRT TP80K manual, p. 74; Citizen iDP-3221 manual, p. 62). They ask for its state, empty its buffer, or open
 * the drawer, so nothing that is only data may look like one.
 */
const DLE = 0x10;
const SECOND_BYTES: readonly number[] = [0x04, 0x05, 0x14];

/** Whether a printer would find a real-time command in these bytes. */
export function hasRealTime(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(DLE); at !== -1; at = bytes.indexOf(DLE, at + 1)) {
    if (SECOND_BYTES.includes(bytes[at + 1] ?? 0)) return true;
  }
  return false;
}

/** Dots of a picture with none in them: where the pair stands, one dot is blackened to break it. */
export function withoutRealTime(dots: Uint8Array): Uint8Array {
  if (!hasRealTime(dots)) return dots;
  const clean = dots.slice();
  for (let at = clean.indexOf(DLE); at !== -1; at = clean.indexOf(DLE, at + 1)) {
    if (SECOND_BYTES.includes(clean[at + 1] ?? 0)) clean[at] = DLE | 0x08;
  }
  return clean;
}
