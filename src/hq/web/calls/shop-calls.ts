/** Settings of the tills, and who may sign in there. A PIN is hashed as it comes in and is in no log. */
import { HQ_SETTINGS_GROUPS } from '#contract/sync/settings.ts';
import {
  heldSettings,
  listOperators,
  removeOperator,
  saveOperator,
  saveSettings,
  takeBackSettings,
  type SaveSettingsOutcome,
} from '../../settings/settings.ts';
import type { PageHandlers } from '../handler.ts';

type Names = 'settings' | 'save-settings' | 'take-back-settings' | 'operators' | 'save-operator' | 'remove-operator';

const OPERATORS_SHOWN_MAX = 500;

export const shopHandlers: PageHandlers<Names> = {
  async settings({ core }, { storeId }) {
    const held = await heldSettings(core.store.read, storeId);
    const settings = Object.fromEntries(HQ_SETTINGS_GROUPS.map((group) => [group, held[group].value]));
    const from = Object.fromEntries(HQ_SETTINGS_GROUPS.map((group) => [group, held[group].from]));
    return { settings, from } as never;
  },

  async 'save-settings'({ core, who }, input) {
    const outcome = await saveSettings(core, input);
    core.log.info('page-settings-saved', {
      login: who.login,
      group: input.group,
      store: input.storeId,
      outcome: outcome.kind,
    });
    return said(outcome);
  },

  'take-back-settings': async ({ core }, input) => said(await takeBackSettings(core, input)),

  async operators({ core }, { search }) {
    const wanted = folded(search);
    const operators = (await listOperators(core.store.read)).filter(
      ({ name, operatorId }) => wanted === '' || folded(`${name} ${operatorId}`).includes(wanted),
    );
    return { operators: operators.slice(0, OPERATORS_SHOWN_MAX), count: operators.length };
  },

  async 'save-operator'({ core, who }, { operatorId, name, role, pin }) {
    const outcome = await saveOperator(core, { operatorId, name, role, ...(pin === null ? {} : { pin }) });
    core.log.info('page-operator-saved', { login: who.login, operator: operatorId, outcome: outcome.kind });
    return outcome.kind === 'done' ? outcome : { kind: 'refused', reason: outcome.reason };
  },

  async 'remove-operator'({ core, who }, input) {
    const outcome = await removeOperator(core, input);
    core.log.info('page-operator-removed', { login: who.login, operator: input.operatorId, outcome: outcome.kind });
    return outcome.kind === 'done' ? outcome : { kind: 'refused', reason: outcome.reason };
  },
};

function said(outcome: SaveSettingsOutcome) {
  if (outcome.kind === 'done') return outcome;
  return {
    kind: 'refused' as const,
    reason: outcome.reason,
    right: 'right' in outcome ? (outcome.right ?? null) : null,
  };
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim();
}
