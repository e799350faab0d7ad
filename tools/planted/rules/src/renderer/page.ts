// renderer-imports-only-base-domain-contract; the-page-takes-types-and-formatters
import { printer } from '#devices/printer.ts';
import { planted } from '#domain/basket/basket.ts';
export const page = [printer, planted];
