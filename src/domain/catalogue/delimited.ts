/**
 * Lines of a CSV or TSV file as RFC 4180 has them, forgiving where people's files are not: a quote inside a field is a
 * character, text behind a closing quote makes the whole field literal, and a quote that is never closed costs its
 * own line and not the rest of the file. Pure: however the text is cut into chunks, the lines out are the same.
 */

/** How many lines of text a quoted field may run over. */
const FIELD_LINES_MAX = 10;
/** A longer line is not one of a product list. */
export const LINE_CHARACTERS_MAX = 100_000;

export const DELIMITERS = ['\t', ';', ','] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface DelimitedLine {
  /** From 1, as an editor counts them. */
  readonly number: number;
  readonly fields: readonly string[];
  readonly problem?: 'quote-unclosed' | 'line-too-long';
}

interface PhysicalLine {
  readonly number: number;
  readonly text: string;
  readonly tooLong: boolean;
}

/** Cuts a text that arrives in chunks into lines of fields. Empty lines are left out. */
export class DelimitedReader {
  readonly #delimiter: Delimiter;
  #held = '';
  #heldTooLong = false;
  #lineNumber = 0;
  #waiting: PhysicalLine[] = [];

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter;
  }

  push(text: string): readonly DelimitedLine[] {
    const all = this.#held + text;
    let at = 0;
    for (;;) {
      const end = endOfLine(all, at);
      // A carriage return at the very end may be half of a line end.
      if (end === -1 || (all[end] === '\r' && end === all.length - 1)) break;
      this.#endLine(all.slice(at, end));
      at = end + (all[end] === '\r' && all[end + 1] === '\n' ? 2 : 1);
    }
    this.#held = all.slice(at);
    if (this.#held.length > LINE_CHARACTERS_MAX) {
      this.#heldTooLong = true;
      this.#held = this.#held.endsWith('\r') ? '\r' : '';
    }
    return this.#take(false);
  }

  end(): readonly DelimitedLine[] {
    const last = this.#held.replace(/\r$/, '');
    if (last !== '' || this.#heldTooLong) this.#endLine(last);
    this.#held = '';
    return this.#take(true);
  }

  #endLine(text: string): void {
    this.#lineNumber += 1;
    const tooLong = this.#heldTooLong || text.length > LINE_CHARACTERS_MAX;
    this.#waiting.push({ number: this.#lineNumber, text: tooLong ? '' : text, tooLong });
    this.#heldTooLong = false;
  }

  /** Turns the waiting lines into records; one that may go on in the next line waits for it unless the text is `ended`. */
  #take(ended: boolean): readonly DelimitedLine[] {
    const lines: DelimitedLine[] = [];
    let at = 0;
    while (at < this.#waiting.length) {
      const first = this.#waiting[at] as PhysicalLine;
      if (first.tooLong) {
        lines.push({ number: first.number, fields: [], problem: 'line-too-long' });
        at += 1;
        continue;
      }
      const record = this.#record(at);
      if (record === 'more' && !ended && this.#waiting.length - at < FIELD_LINES_MAX) break;
      if (record === 'more' || record === 'unclosed') {
        lines.push({ number: first.number, fields: [], problem: 'quote-unclosed' });
        at += 1;
        continue;
      }
      if (record.fields.length > 1 || record.fields[0]?.trim() !== '')
        lines.push({ number: first.number, fields: record.fields });
      at += record.lineCount;
    }
    this.#waiting = this.#waiting.slice(at);
    return lines;
  }

  #record(at: number): { readonly fields: readonly string[]; readonly lineCount: number } | 'more' | 'unclosed' {
    let text = '';
    for (let lineCount = 1; lineCount <= FIELD_LINES_MAX; lineCount += 1) {
      const line = this.#waiting[at + lineCount - 1];
      if (line === undefined) return 'more';
      if (line.tooLong) return 'unclosed';
      text = lineCount === 1 ? line.text : `${text}\n${line.text}`;
      // Without another quote an open field stays open.
      if (lineCount > 1 && !line.text.includes('"')) continue;
      const fields = splitFields(text, this.#delimiter);
      if (fields !== undefined) return { fields, lineCount };
    }
    return 'unclosed';
  }
}

/** The delimiter under which `headerLine` has the most columns that `isKnown` knows; the most fields where that is even. */
export function detectDelimiter(headerLine: string, countKnown: (fields: readonly string[]) => number): Delimiter {
  const scored = DELIMITERS.map((delimiter) => {
    const fields = splitFields(headerLine, delimiter) ?? [];
    return { delimiter, known: countKnown(fields), fields: fields.length };
  });
  scored.sort((left, right) => right.known - left.known || right.fields - left.fields);
  return scored[0]?.delimiter ?? ',';
}

/** One line as RFC 4180 wants it: quoted where it has to be. */
export function delimitedLine(fields: readonly string[], delimiter: Delimiter): string {
  const quoted = fields.map((field) => {
    const needsQuotes = field.includes(delimiter) || /["\r\n]/.test(field) || field !== field.trim();
    return needsQuotes ? `"${field.replaceAll('"', '""')}"` : field;
  });
  return `${quoted.join(delimiter)}\n`;
}

/** The fields of a record, or undefined when a quoted one is still open at its end. */
function splitFields(text: string, delimiter: Delimiter): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let end: number;
    if (text[at] === '"') {
      const close = closingQuote(text, at);
      if (close === -1) return undefined;
      const after = text[close + 1];
      if (after === undefined || after === delimiter) {
        fields.push(text.slice(at + 1, close).replaceAll('""', '"'));
        end = close + 1;
      } else {
        end = endOfField(text, close + 1, delimiter);
        fields.push(text.slice(at, end));
      }
    } else {
      end = endOfField(text, at, delimiter);
      fields.push(text.slice(at, end));
    }
    if (end >= text.length) return fields;
    at = end + 1;
  }
}

function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function endOfField(text: string, from: number, delimiter: Delimiter): number {
  const end = text.indexOf(delimiter, from);
  return end === -1 ? text.length : end;
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  const carriageReturn = text.indexOf('\r', from);
  if (newline === -1 || carriageReturn === -1) return Math.max(newline, carriageReturn);
  return Math.min(newline, carriageReturn);
}
