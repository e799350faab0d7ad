/** What headquarters sets for the tills: groups of settings, and who may sign in there. */
import { z } from 'zod';
import { HQ_SETTINGS_GROUPS, hqSettingsSchemas } from '../sync/settings.ts';
import { anyWords, done, id, refused, words } from './field.ts';

const group = z.enum(
  HQ_SETTINGS_GROUPS as [(typeof HQ_SETTINGS_GROUPS)[number], ...(typeof HQ_SETTINGS_GROUPS)[number][]],
);
const origin = z.enum(['first', 'organisation', 'store']);
const role = z.enum(['cashier', 'clerk', 'manager']);

const settingsRefusal = z.strictObject({
  kind: z.literal('refused'),
  reason: z.string(),
  right: z.string().nullable(),
});

export const shopCalls = {
  /** All groups as they hold in a store, or (null) in stores that set none of their own, and who said so. */
  settings: {
    right: 'manage-settings',
    input: z.strictObject({ storeId: id.nullable() }),
    answer: z.strictObject({
      settings: z.strictObject(hqSettingsSchemas),
      from: z.record(group, origin),
    }),
  },
  'save-settings': {
    right: 'manage-settings',
    input: z.strictObject({ storeId: id.nullable(), group, value: z.record(z.string(), z.unknown()) }),
    answer: z.union([done, settingsRefusal]),
  },
  /** What another said holds again: the organisation's for a store, each till's own for the organisation. */
  'take-back-settings': {
    right: 'manage-settings',
    input: z.strictObject({ storeId: id.nullable(), group }),
    answer: z.union([done, settingsRefusal]),
  },
  operators: {
    right: 'manage-settings',
    input: z.strictObject({ search: anyWords(100) }),
    answer: z.strictObject({
      operators: z.array(z.strictObject({ operatorId: z.string(), name: z.string(), role, hasPin: z.boolean() })),
      /** Of whom the first are shown. */
      count: z.int(),
    }),
  },
  'save-operator': {
    right: 'manage-settings',
    input: z.strictObject({ operatorId: id, name: words(100), role, pin: z.string().max(12).nullable() }),
    answer: z.union([done, refused('name-missing', 'id-invalid', 'pin-invalid', 'unknown', 'nobody-left')]),
  },
  'remove-operator': {
    right: 'manage-settings',
    input: z.strictObject({ operatorId: id }),
    answer: z.union([done, refused('name-missing', 'id-invalid', 'pin-invalid', 'unknown', 'nobody-left')]),
  },
} as const;
