/**
 * Makes the till's table of GS1 application identifiers from GS1's own syntax dictionary.
 *
 *   node tools/gs1-table.mjs        after data/gs1/gs1-syntax-dictionary.txt was replaced
 *
 * The dictionary is read by the syntax that its head describes; a line that does not fit it stops the tool, so that
 * nothing of a newer dictionary is left out in silence.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './lib/node24.mjs';

export const DICTIONARY_FILE = path.join(ROOT, 'data/gs1/gs1-syntax-dictionary.txt');
export const TABLE_FILE = path.join(ROOT, 'src/domain/barcode/gs1/table.ts');

const LINE = /^(\d{2,4})(?:-(\d{2,4}))?\s+([*?]*)\s*((?:\[?[NXYZ][^\s=]*\s*)+?)((?:\s*(?:req|ex|dlpkey)(?:=\S+)?)*)$/;
const COMPONENT = /^(?:[NXYZ](?:\.\.)?\d+|\[[NXYZ](?:\.\.)?\d+\])(?:,[a-z0-9]+)*$/;

const HEAD = `/**
 * GS1's application identifiers, one a line: identifiers; flags; components; required companions; excluded companions;
 * Digital Link qualifiers. Made by tools/gs1-table.mjs from data/gs1/gs1-syntax-dictionary.txt: do not edit.
 *
 * Derived from the GS1 Barcode Syntax Dictionary, copyright (c) 2021-2025 GS1 AISBL, (c) 2020-2021 BWIPP project,
 * (c) 2020-2021 Zint Project; Apache License 2.0, see data/gs1. Changed: titles and comments left out, columns joined.
 */
export const GS1_TABLE: readonly string[] = [
`;

/** The source text of the table that `dictionary` gives. Throws where a line does not fit the dictionary's syntax. */
export function tableOf(dictionary) {
  const rows = dictionary
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '')
    .map(rowOf);
  return `${HEAD}${rows.map((row) => `  '${row}',\n`).join('')}];\n`;
}

function rowOf(line) {
  const [, first, last, flags, specification, attributes] = LINE.exec(line) ?? [];
  if (first === undefined) throw new Error(`this line of the dictionary is not understood: ${line}`);
  const components = specification.trim().split(/\s+/);
  const strange = components.find((component) => !COMPONENT.test(component));
  if (strange !== undefined) throw new Error(`the component ${strange} of (${first}) is not understood`);
  const said = attributes.trim().split(/\s+/);
  const valuesOf = (key) =>
    said
      .filter((attribute) => attribute === key || attribute.startsWith(`${key}=`))
      .map((attribute) => attribute.slice(key.length + 1) || '-');
  return [
    last === undefined ? first : `${first}-${last}`,
    flags,
    components.join(' '),
    valuesOf('req').join(' '),
    valuesOf('ex').join(' '),
    valuesOf('dlpkey').join(' '),
  ].join(';');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(TABLE_FILE, tableOf(readFileSync(DICTIONARY_FILE, 'utf8')));
}
