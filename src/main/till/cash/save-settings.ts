/** Changing a group of settings: whole, signed whole, and never so that nobody could change it back. */
import { canonicalJson, type CanonicalValue } from '#base/canonical-json.ts';
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { settingsFlaw } from '#domain/settings/settings.ts';
import { type Command, commit, type Handled, refused, rowOf, type TillCore } from '../core.ts';
import { settingName } from '../shop-settings.ts';

/** Sets one group from now on. */
export function saveSettings(
  core: TillCore,
  command: Command,
  input: CommandInput<'saveSettings'>,
): Handled<Outcome<'saveSettings'>> {
  const { group, value } = input;
  if (core.ports.store.hq.settings(group) !== undefined) return refused('settings_from_hq', { group });
  const settings = { ...core.settings(), [group]: value };
  const staff = new Set(core.ports.store.operators().map(({ role }) => role));
  const flaw = settingsFlaw(group, settings, staff);
  if (flaw !== null) return { outcome: refuse('settings_invalid', { group, ...flaw }), kept: false };
  const text = canonicalJson(value as unknown as CanonicalValue);
  const outcome = commit(core, command, (transaction) => {
    const { station } = command;
    const payload = { station_id: station.id, group, value: text };
    transaction.append(rowOf(core, transaction, { station, family: 'L', kind: 'settings-changed', payload }));
    transaction.setSetting(settingName(group), text);
    return { kind: 'done' as const };
  });
  if (outcome.kind === 'done') core.settingsChanged();
  return { outcome, kept: true };
}
