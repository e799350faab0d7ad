// base-imports-only-itself; pure-layers-take-no-packages
import { tenth } from '#domain/money/tenth.ts';
import { z } from 'zod';
export const planted = [tenth, z];
