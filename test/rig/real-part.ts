/**
 * The real parts that a test ran with: a daemon, a kernel driver, a native library, a browser's own device. The report
 * of `npm test` names them, and fails when one that must have run did not.
 */
import { appendFileSync } from 'node:fs';

/** Says that a real part did its work in a test, with its version or what else tells it apart. */
export function realPart(name: string, detail = ''): void {
  const file = process.env['COMPTOIR_REAL_PARTS'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ name, detail })}\n`);
}
