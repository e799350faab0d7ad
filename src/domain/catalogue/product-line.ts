/**
 * One line of a product file: what it says of a product, and why it may not be taken. A column that the file does not
 * have leaves what the shop knows; an empty field clears what may be empty, and says nothing of what may not.
 */
import { cleanText } from '#base/text.ts';
import type { Column } from './columns.ts';
import {
  readAgeLimit,
  readAmount,
  readGtins,
  readPlu,
  readStock,
  readUnit,
  readVatRate,
  readYesNo,
} from './file-values.ts';
import type { ProductRecord, Unit } from './product.ts';

export const NAME_CHARACTERS_MAX = 200;
const GTINS_MAX = 100;

export const LINE_REASONS = [
  'line-too-long',
  'quote-unclosed',
  'fields-too-many',
  'code-missing',
  'gtin-invalid',
  'gtin-too-many',
  'plu-invalid',
  'name-missing',
  'name-too-long',
  'brand-too-long',
  'category-too-long',
  'price-missing',
  'price-invalid',
  'vat-rate-missing',
  'vat-rate-invalid',
  'unit-unknown',
  'age-limit-invalid',
  'deposit-invalid',
  'meal-voucher-invalid',
  'stock-invalid',
  'code-repeated',
  'codes-of-several-products',
] as const;

export interface LineProblem {
  readonly reason: (typeof LINE_REASONS)[number];
  /** What stands there, or for a repeated code the line that had it first. */
  readonly value: string;
}

/** What a line says of a product; null clears a value. */
export interface ProductChanges {
  readonly gtins?: readonly string[];
  readonly plu?: string | null;
  readonly name?: string;
  readonly brand?: string | null;
  readonly unit?: Unit;
  readonly priceMinor?: number;
  readonly vatRateBasisPoints?: number;
  readonly category?: string | null;
  readonly ageLimitYears?: number | null;
  readonly depositMinor?: number | null;
  readonly mealVoucher?: boolean;
  readonly stockMilli?: number | null;
}

/** What is taken for a product that its line does not say enough of. */
export interface ImportDefaults {
  readonly priceMinor?: number;
  readonly vatRateBasisPoints?: number;
  readonly unit?: Unit;
}

/** Reads one line. Never throws; of a line with several mistakes all are named. */
export function readProductLine({
  fields,
  columns,
  exponent,
}: {
  readonly fields: readonly string[];
  readonly columns: readonly (Column | undefined)[];
  readonly exponent: number;
}): { readonly changes: ProductChanges; readonly problems: readonly LineProblem[] } {
  const problems: LineProblem[] = [];
  const changes: { -readonly [Key in keyof ProductChanges]: ProductChanges[Key] } = {};
  const gtins = new Set<string>();

  // Spreadsheets leave empty fields at the end; one that says something was cut off its column.
  const beyond = fields.slice(columns.length).find((text) => text.trim() !== '');
  if (beyond !== undefined) problems.push({ reason: 'fields-too-many', value: beyond.slice(0, 40) });
  columns.forEach((column, at) => {
    if (column === undefined) return;
    const text = visibleText(fields[at] ?? '');
    const refuse = (reason: LineProblem['reason']): void => void problems.push({ reason, value: text.slice(0, 40) });
    const required = <T>(read: T | undefined, reason: LineProblem['reason']): T | undefined => {
      if (read === undefined && text !== '') refuse(reason);
      return text === '' ? undefined : read;
    };
    const optional = <T>(read: T | null | undefined, reason: LineProblem['reason']): T | null => {
      if (read === undefined && text !== '') refuse(reason);
      return text === '' ? null : (read ?? null);
    };
    const short = (reason: LineProblem['reason']): string | undefined => {
      if (text.length > NAME_CHARACTERS_MAX) refuse(reason);
      return text === '' ? undefined : text;
    };
    switch (column) {
      case 'gtin':
        for (const gtin of required(readGtins(text), 'gtin-invalid') ?? []) gtins.add(gtin);
        changes.gtins = [...gtins];
        if (gtins.size > GTINS_MAX) refuse('gtin-too-many');
        return;
      case 'plu':
        changes.plu = optional(readPlu(text), 'plu-invalid');
        return;
      case 'name':
        setGiven(changes, 'name', short('name-too-long'));
        return;
      case 'brand':
        changes.brand = short('brand-too-long') ?? null;
        return;
      case 'category':
        changes.category = short('category-too-long') ?? null;
        return;
      case 'price':
        setGiven(changes, 'priceMinor', required(readAmount(text, exponent), 'price-invalid'));
        return;
      case 'vatRate':
        setGiven(changes, 'vatRateBasisPoints', required(readVatRate(text), 'vat-rate-invalid'));
        return;
      case 'unit':
        setGiven(changes, 'unit', required(readUnit(text), 'unit-unknown'));
        return;
      case 'ageLimit':
        changes.ageLimitYears = optional(readAgeLimit(text), 'age-limit-invalid');
        return;
      case 'deposit':
        changes.depositMinor = optional(readAmount(text, exponent), 'deposit-invalid') || null;
        return;
      case 'mealVoucher':
        changes.mealVoucher = optional(readYesNo(text), 'meal-voucher-invalid') ?? false;
        return;
      case 'stock':
        changes.stockMilli = optional(readStock(text), 'stock-invalid');
        return;
    }
  });
  if (problems.length === 0 && (changes.gtins ?? []).length === 0 && (changes.plu ?? null) === null) {
    problems.push({ reason: 'code-missing', value: '' });
  }
  return { changes, problems };
}

/** The product after the line: what the line says, else what the shop knew, else the defaults. */
export function applyChanges({
  changes,
  before,
  defaults,
}: {
  readonly changes: ProductChanges;
  readonly before: ProductRecord | undefined;
  readonly defaults: ImportDefaults;
}): { readonly record: ProductRecord } | { readonly problems: readonly LineProblem[] } {
  const name = changes.name ?? before?.name;
  const priceMinor = changes.priceMinor ?? before?.priceMinor ?? defaults.priceMinor;
  const vatRateBasisPoints = changes.vatRateBasisPoints ?? before?.vatRateBasisPoints ?? defaults.vatRateBasisPoints;
  if (name === undefined || priceMinor === undefined || vatRateBasisPoints === undefined) {
    const needed = {
      'name-missing': name,
      'price-missing': priceMinor,
      'vat-rate-missing': vatRateBasisPoints,
    } as const;
    const reasons = (Object.keys(needed) as (keyof typeof needed)[]).filter((reason) => needed[reason] === undefined);
    return { problems: reasons.map((reason) => ({ reason, value: '' })) };
  }
  return {
    record: {
      name,
      gtins: changes.gtins ?? before?.gtins ?? [],
      unit: changes.unit ?? before?.unit ?? defaults.unit ?? 'piece',
      priceMinor,
      vatRateBasisPoints,
      mealVoucher: changes.mealVoucher ?? before?.mealVoucher ?? false,
      ...kept('plu', changes.plu, before?.plu),
      ...kept('brand', changes.brand, before?.brand),
      ...kept('category', changes.category, before?.category),
      ...kept('ageLimitYears', changes.ageLimitYears, before?.ageLimitYears),
      ...kept('depositMinor', changes.depositMinor, before?.depositMinor),
      ...kept('stockMilli', changes.stockMilli, before?.stockMilli),
    },
  };
}

/**
 * The text of a field: cleaned, without the marks that turn or hide what follows on a screen or on paper, and without
 * the apostrophe that keeps spreadsheets from running it as a formula (our own export writes it).
 */
function visibleText(field: string): string {
  const visible = cleanText(field.replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, ''));
  return /^'[=+\-@]/.test(visible) ? visible.slice(1) : visible;
}

function setGiven<Target, Key extends keyof Target>(target: Target, key: Key, value: Target[Key] | undefined): void {
  if (value !== undefined) target[key] = value;
}

function kept<Key extends string, Value>(
  key: Key,
  changed: Value | null | undefined,
  before: Value | undefined,
): { readonly [Name in Key]?: Value } {
  const value = changed === undefined ? before : changed;
  return (value === undefined || value === null ? {} : { [key]: value }) as { readonly [Name in Key]?: Value };
}
