/** `raw-sync FILE BYTES TIMES`: the median milliseconds of one overwrite and fsync, on standard output. */
import { writeAndSyncMs } from './anchors.ts';

const [file, bytes, times] = process.argv.slice(2);
if (file === undefined) throw new Error('raw-sync FILE BYTES TIMES');
process.stdout.write(String(writeAndSyncMs(file, Number(bytes), Number(times))));
