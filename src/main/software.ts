/**
 * What runs here, as rows and receipts name it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The version of package.json; a test holds the two together. */
export const SOFTWARE_VERSION = '0.1.0';

export interface Software {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the till's program as delivered, hexadecimal. */
  readonly hash: string;
}

/** This software, with the hash of the file that the running program began in. */
export function softwareOf(programPath: string): Software {
  const hash = createHash('sha256').update(readFileSync(programPath)).digest('hex');
  return { name: 'Comptoir', version: SOFTWARE_VERSION, hash };
}
