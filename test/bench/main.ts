/** `npm run bench [-- --json] [--quick | --tiny] [--only WORD]`. */
import { parseArgs } from 'node:util';
import { bench } from './bench.ts';
import { SCALES } from './scale.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
    tiny: { type: 'boolean' },
    only: { type: 'string' },
  },
});
const scale = SCALES[values.tiny === true ? 'tiny' : values.quick === true ? 'quick' : 'full'];
const figures = await bench(scale, {
  only: values.only,
  progress: (part) => void process.stderr.write(`bench: ${part}\n`),
});
if (values.json === true) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
else {
  for (const { name, budget, figure, verdict, growth } of figures) {
    process.stdout.write(
      `${verdict === 'ok' ? ' ok ' : 'OVER'}  ${name}\n      ${figure}\n      budget ${budget}; growth ${growth}\n`,
    );
  }
}
process.exit(figures.every((figure) => figure.verdict === 'ok') ? 0 : 1);
